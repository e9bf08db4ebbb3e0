import type { EditionContent } from '../editions/edition-content.ts';
import { poolClosed, renderAborted, renderTimedOut, renderTooLarge } from './render-errors.ts';
import type { RenderJob } from './render-message.ts';
import { type RenderProcess, startRenderProcess } from './render-process.ts';
import { createRenderQueue, type PendingRender, renderSize } from './render-queue.ts';
import type { Stamp } from './stamp-data.ts';

export type { Stamp } from './stamp-data.ts';

export interface RenderPoolOptions {
  /** The most child processes at a time. They are started when needed. */
  processes: number;
  /** A process that holds more after a render is replaced; one that holds four times as much is killed. */
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
  /** Starts a process if there is none, so that the first render need not wait for it. */
  warm(): void;
  stats(): RenderPoolStats;
  /** Ends what runs and waits; settles once every process is gone. */
  close(): Promise<void>;
}

const MEGABYTE = 1_000_000;
const MEMORY_CHECK_MS = 500;
/** Between this and the recycling ceiling a large room may finish. */
const RUNAWAY_FACTOR = 4;
const DEFAULT_IDLE_MS = 60_000;
/** What a process that is at rest may hold; a fresh one holds about 110 MB, half of it shared. */
const REST_MB = 160;

export function createRenderPool(options: RenderPoolOptions): RenderPool {
  const { processes: most, memoryLimitMb, idleMs = DEFAULT_IDLE_MS, log = () => {} } = options;
  const queue = createRenderQueue();
  const processes = new Set<RenderProcess>();
  const reserved = new Set<RenderProcess>();
  let largeRunning = 0;
  let restarts = 0;
  let closed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const start = (): RenderProcess => {
    const started = startRenderProcess();
    processes.add(started);
    void started.ended.then((why) => {
      // One that was retired on purpose is no longer in the set.
      if (!processes.delete(started) || closed) return;
      restarts += 1;
      log('A render process ended.', { pid: started.pid, why, renders: started.renders });
      // One that never answered may never do: its successor waits until there is work.
      if (processes.size === 0 && started.renders > 0) start();
      dispatch();
    });
    return started;
  };

  const retire = (process: RenderProcess, why: string): void => {
    if (!processes.delete(process)) return;
    log('A render process was retired.', {
      pid: process.pid,
      why,
      renders: process.renders,
      rss: process.rss,
    });
    process.kill(new Error(why));
  };

  const freeProcess = (): RenderProcess | undefined => {
    for (const process of processes) if (!process.busy && !reserved.has(process)) return process;
    return processes.size < most ? start() : undefined;
  };

  const dispatch = (): void => {
    clearTimeout(idleTimer);
    while (!closed && queue.length > 0) {
      const process = freeProcess();
      if (process === undefined) return;
      const pending = queue.next(most === 1 || largeRunning < most - 1);
      if (pending === undefined) return;
      reserved.add(process);
      void work(process, pending);
    }
    if (!closed) idleTimer = setTimeout(rest, idleMs).unref();
  };

  const work = async (process: RenderProcess, pending: PendingRender): Promise<void> => {
    const isLarge = pending.size === 'large report';
    if (isLarge) largeRunning += 1;
    try {
      pending.resolve(await supervised(process, pending, memoryLimitMb * RUNAWAY_FACTOR));
    } catch (error) {
      pending.reject(error);
    } finally {
      if (isLarge) largeRunning -= 1;
      reserved.delete(process);
      recycleIfDue(process);
      dispatch();
    }
  };

  const recycleIfDue = (process: RenderProcess): void => {
    const tooOld = process.renders >= options.rendersBeforeRecycling;
    const tooLarge = process.rss > memoryLimitMb * MEGABYTE;
    if (closed || !processes.has(process) || !(tooOld || tooLarge)) return;
    restarts += 1;
    retire(process, tooLarge ? 'memory' : 'age');
    // The next render finds a process that is ready, or nearly so.
    if (processes.size === 0) start();
  };

  /** At rest one process stays, and a fresh one takes the place of one that has grown. */
  const rest = (): void => {
    const [kept, ...surplus] = [...processes];
    for (const process of surplus) if (!process.busy) retire(process, 'idle');
    if (kept === undefined || kept.busy || kept.rss <= REST_MB * MEGABYTE) return;
    retire(kept, 'grown');
    start();
  };

  const render = (job: RenderJob, { signal, timeoutMs }: RenderOptions): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(poolClosed());
      if (signal?.aborted) return reject(renderAborted(signal));
      const pending: PendingRender = { job, size: renderSize(job), timeoutMs, signal, resolve, reject };
      signal?.addEventListener('abort', () => queue.remove(pending) && reject(renderAborted(signal)), {
        once: true,
      });
      queue.add(pending);
      dispatch();
    });

  return {
    renderReport: (content, renderOptions) => render({ kind: 'report', content }, renderOptions),
    renderStamp: (stamp, renderOptions) => render({ kind: 'stamp', stamp }, renderOptions),
    warm() {
      if (!closed && processes.size === 0) start();
    },
    stats: () => ({
      processes: processes.size,
      busy: reserved.size,
      queued: queue.length,
      restarts,
      rss: [...processes].reduce((sum, { rss }) => sum + rss, 0),
      pids: [...processes].flatMap(({ pid }) => pid ?? []),
    }),
    async close() {
      closed = true;
      clearTimeout(idleTimer);
      for (const pending of queue.drain()) pending.reject(poolClosed());
      const all = [...processes];
      for (const process of all) process.kill(poolClosed());
      await Promise.all(all.map(({ ended }) => ended));
    },
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
  const memoryCheck = setInterval(async () => {
    const bytes = (await process.measure()) ?? 0;
    if (bytes > killMb * MEGABYTE && process.busy) process.kill(renderTooLarge(killMb));
  }, MEMORY_CHECK_MS);
  const onAbort = (): void => signal && process.kill(renderAborted(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await process.run(job);
  } finally {
    clearTimeout(timer);
    clearInterval(memoryCheck);
    signal?.removeEventListener('abort', onAbort);
  }
}
