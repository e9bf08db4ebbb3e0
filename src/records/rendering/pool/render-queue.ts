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
export interface RenderQueue {
  readonly length: number;
  add(pending: PendingRender): void;
  /** The next of the jobs that may run now. */
  next(mayRun: (pending: PendingRender) => boolean): PendingRender | undefined;
  /** Whether the job was still waiting. */
  remove(pending: PendingRender): boolean;
  /** Takes all of them. */
  drain(): PendingRender[];
}

export function createRenderQueue(): RenderQueue {
  const waiting: PendingRender[] = [];
  return {
    get length() {
      return waiting.length;
    },
    add: (pending) => void waiting.push(pending),
    next: (mayRun) =>
      waiting.find((pending) => pending.size === 'stamp' && mayRun(pending)) ?? waiting.find(mayRun),
    remove(pending) {
      const index = waiting.indexOf(pending);
      if (index !== -1) waiting.splice(index, 1);
      return index !== -1;
    },
    drain: () => waiting.splice(0),
  };
}
