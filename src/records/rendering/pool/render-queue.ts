import type { RenderJob } from './render-message.ts';

/** A job that waits for a process, or runs in one. */
export interface PendingRender {
  job: RenderJob;
  size: RenderSize;
  timeoutMs: number;
  signal: AbortSignal | undefined;
  onSlow: (() => void) | undefined;
  /** The listener of the signal while the job waits. */
  stopWaiting?: () => void;
  resolve(bytes: Uint8Array): void;
  reject(error: unknown): void;
}

/** Large reports take seconds, so they are scheduled differently. */
export type RenderSize = 'report' | 'large report';

/** A report with this many rows is large: it takes more than a fifth of a second. */
const LARGE_ROWS = 800;

export function renderSize(job: RenderJob): RenderSize {
  if (job.kind !== 'report') return 'report';
  const rows = (job.content.documents?.length ?? 0) + (job.content.activity?.length ?? 0);
  return rows >= LARGE_ROWS ? 'large report' : 'report';
}

/** Waiting jobs in their order. */
export class RenderQueue {
  readonly #waiting: PendingRender[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  add(pending: PendingRender): void {
    this.#waiting.push(pending);
  }

  /** Returns the next job that may run now. */
  next(mayRun: (pending: PendingRender) => boolean): PendingRender | undefined {
    return this.#waiting.find(mayRun);
  }

  /** Returns whether the job was still waiting. */
  remove(pending: PendingRender): boolean {
    const index = this.#waiting.indexOf(pending);
    if (index !== -1) this.#waiting.splice(index, 1);
    return index !== -1;
  }

  /** Removes and returns all jobs. */
  drain(): PendingRender[] {
    return this.#waiting.splice(0);
  }
}
