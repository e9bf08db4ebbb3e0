import type { RenderJob } from './render-message.ts';

/** A job that waits for a process, or has one. */
export interface PendingRender {
  job: RenderJob;
  size: RenderSize;
  timeoutMs: number;
  signal: AbortSignal | undefined;
  /** Listens to the signal while the job waits. */
  stopWaiting?: () => void;
  resolve(bytes: Uint8Array): void;
  reject(error: unknown): void;
}

/** Stamps take milliseconds, large reports seconds: neither must wait for all of the other. */
export type RenderSize = 'stamp' | 'report' | 'large report';

/** Rows from which a report counts as large: more than about a fifth of a second. */
const LARGE_ROWS = 800;

export function renderSize(job: RenderJob): RenderSize {
  if (job.kind !== 'report') return 'stamp';
  const rows = (job.content.documents?.length ?? 0) + (job.content.activity?.length ?? 0);
  return rows >= LARGE_ROWS ? 'large report' : 'report';
}

/** Waiting jobs: stamps first, then reports in their order. */
export class RenderQueue {
  readonly #waiting: PendingRender[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  add(pending: PendingRender): void {
    this.#waiting.push(pending);
  }

  /** The next of the jobs that may run now. */
  next(mayRun: (pending: PendingRender) => boolean): PendingRender | undefined {
    const stamp = this.#waiting.find((pending) => pending.size === 'stamp' && mayRun(pending));
    return stamp ?? this.#waiting.find(mayRun);
  }

  /** Returns whether the job was still waiting. */
  remove(pending: PendingRender): boolean {
    const index = this.#waiting.indexOf(pending);
    if (index !== -1) this.#waiting.splice(index, 1);
    return index !== -1;
  }

  /** Takes all of them. */
  drain(): PendingRender[] {
    return this.#waiting.splice(0);
  }
}
