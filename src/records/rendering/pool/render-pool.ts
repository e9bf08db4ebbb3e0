import type { EditionContent } from '../../editions/edition-content.ts';
import { PLAIN_DESIGN, type ReportDesign } from '../design/report-design.ts';
import type { Stamp } from '../report/stamp-data.ts';
import { createProcessSet, MEGABYTE, type ProcessSet } from './process-set.ts';
import { poolClosed, renderAborted, renderTimedOut, renderTooLarge } from './render-errors.ts';
import type { RenderJob } from './render-message.ts';
import type { RenderProcess } from './render-process.ts';
import { createRenderQueue, type PendingRender, type RenderSize, renderSize } from './render-queue.ts';

export type { Stamp } from '../report/stamp-data.ts';

export interface RenderPoolOptions {
  /** What all reports look like; plain if left out. */
  design?: ReportDesign;
  /** The most child processes at a time. They are started when needed. */
  processes: number;
  /** A process that holds more after a render is replaced; one that holds six times as much is killed. */
  memoryLimitMb: number;
  rendersBeforeRecycling: number;
  /** After this time without work, all processes but one end, and that one is replaced if it has grown. */
  idleMs?: number;
  log?: (message: string, details: Record<string, unknown>) => void;
}

export interface RenderOptions {
  /** Ends the render, whether it waits or runs. */
  signal?: AbortSignal;
  /** For the render itself; the time in the queue does not count. */
  timeoutMs: number;
}

export interface RenderPoolStats {
  processes: number;
  busy: number;
  queued: number;
  /** Processes that were replaced after a crash or for their age, memory or time. */
  restarts: number;
  /** Bytes that the processes held after their last render. */
  rss: number;
  pids: number[];
}

/** Sets PDF documents in child processes. Every failure is an `AppError` a user can read. */
export interface RenderPool {
  /** The PDF edition of some content: equal content gives equal bytes. */
  renderReport(content: EditionContent, options: RenderOptions): Promise<Uint8Array>;
  /** A page of exactly the size of `STAMP_BOX`, without a background. */
  renderStamp(stamp: Stamp, options: RenderOptions): Promise<Uint8Array>;
  /** Sets a page with the logo, to see whether it can be set. */
  tryDesign(options: RenderOptions): Promise<void>;
  /** Starts a process if there is none, so that the first render need not wait for it. */
  warm(): void;
  stats(): RenderPoolStats;
  /** Ends what runs and waits; settles once every process is gone. */
  close(): Promise<void>;
}

const MEMORY_CHECK_MS = 500;
/** Between this and the recycling ceiling a large room may finish: 1,000 documents and 5,000 activities take half of it. */
const RUNAWAY_FACTOR = 6;
const DEFAULT_IDLE_MS = 60_000;

export function createRenderPool(options: RenderPoolOptions): RenderPool {
  const { idleMs = DEFAULT_IDLE_MS, log = () => {}, design = PLAIN_DESIGN, ...limits } = options;
  const queue = createRenderQueue();
  const processes = createProcessSet({ ...limits, design, log, onRoom: () => dispatch() });
  const running: Record<RenderSize, number> = { stamp: 0, report: 0, 'large report': 0 };
  let closed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const mayRun = (size: RenderSize): boolean =>
    size !== 'large report' || options.processes === 1 || running[size] < options.processes - 1;
  // Another stamp is done before a process has started.
  const isWorthStarting = (size: RenderSize): boolean => size !== 'stamp' || running.stamp === 0;

  const dispatch = (): void => {
    clearTimeout(idleTimer);
    if (closed) return;
    for (;;) {
      const free = processes.free();
      const pending = queue.next(({ size }) => mayRun(size) && (free !== undefined || isWorthStarting(size)));
      const process = pending && (free ?? processes.another());
      if (pending === undefined || process === undefined) break;
      queue.remove(pending);
      void work(process, pending);
    }
    idleTimer = setTimeout(processes.rest, idleMs).unref();
  };

  const work = async (process: RenderProcess, pending: PendingRender): Promise<void> => {
    if (pending.stopWaiting) pending.signal?.removeEventListener('abort', pending.stopWaiting);
    running[pending.size] += 1;
    try {
      pending.resolve(await supervised(process, pending, options.memoryLimitMb * RUNAWAY_FACTOR));
    } catch (error) {
      pending.reject(error);
    } finally {
      running[pending.size] -= 1;
      processes.recycleIfDue(process);
      dispatch();
    }
  };

  const render = (job: RenderJob, { signal, timeoutMs }: RenderOptions): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(poolClosed());
      if (signal?.aborted) return reject(renderAborted(signal));
      const pending: PendingRender = { job, size: renderSize(job), timeoutMs, signal, resolve, reject };
      pending.stopWaiting = () => queue.remove(pending) && signal && reject(renderAborted(signal));
      signal?.addEventListener('abort', pending.stopWaiting, { once: true });
      queue.add(pending);
      dispatch();
    });

  return {
    renderReport: (content, renderOptions) => render({ kind: 'report', content }, renderOptions),
    renderStamp: (stamp, renderOptions) => render({ kind: 'stamp', stamp }, renderOptions),
    tryDesign: async (renderOptions) => void (await render({ kind: 'trial' }, renderOptions)),
    warm: () => void (closed || processes.warm()),
    stats: () => statsOf(processes, queue.length),
    async close() {
      closed = true;
      clearTimeout(idleTimer);
      for (const pending of queue.drain()) pending.reject(poolClosed());
      await processes.close(poolClosed());
    },
  };
}

function statsOf(processes: ProcessSet, queued: number): RenderPoolStats {
  const all = processes.all();
  return {
    processes: all.length,
    busy: all.filter(({ busy }) => busy).length,
    queued,
    restarts: processes.restarts,
    rss: all.reduce((sum, { rss }) => sum + rss, 0),
    pids: all.flatMap(({ pid }) => pid ?? []),
  };
}

/** Runs a job under its limits of time and memory: what exceeds them is killed, as it cannot be asked to stop. */
async function supervised(
  process: RenderProcess,
  pending: PendingRender,
  killMb: number,
): Promise<Uint8Array> {
  const { job, signal, timeoutMs } = pending;
  const timer = setTimeout(() => process.kill(renderTimedOut(timeoutMs)), timeoutMs);
  let isOver = false;
  const memoryCheck = setInterval(async () => {
    const bytes = (await process.measure()) ?? 0;
    if (bytes > killMb * MEGABYTE && !isOver) process.kill(renderTooLarge(killMb));
  }, MEMORY_CHECK_MS);
  const onAbort = (): void => signal && process.kill(renderAborted(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await process.run(job);
  } finally {
    isOver = true;
    clearTimeout(timer);
    clearInterval(memoryCheck);
    signal?.removeEventListener('abort', onAbort);
  }
}
