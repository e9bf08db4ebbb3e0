import type { EditionContent } from '../../editions/edition-content.ts';
import { renderTimedOut } from '../../editions/render-timeout.ts';
import { PLAIN_DESIGN, type ReportDesign } from '../design/report-design.ts';
import { MEGABYTE, ProcessSet } from './process-set.ts';
import { poolClosed, renderAborted, renderTooLarge } from './render-errors.ts';
import type { RenderJob } from './render-message.ts';
import type { RenderProcess } from './render-process.ts';
import { type PendingRender, RenderQueue, type RenderSize, renderSize } from './render-queue.ts';

export interface RenderPoolOptions {
  /** The design of all reports. The default is plain. */
  design?: ReportDesign;
  /** The maximum number of child processes. They start on demand. */
  processes: number;
  /** A process that holds more after a render is replaced. A process that holds six times as much is killed. */
  memoryLimitMb: number;
  rendersBeforeRecycling: number;
  /** A render that takes longer no longer counts against the maximum of processes. */
  slowMs?: number;
  /** After this time without work all idle processes end. A start takes a fifth of a second. */
  idleMs?: number;
  log?: (message: string, details: Record<string, unknown>) => void;
}

export interface RenderOptions {
  /** Cancels the render, both in the queue and in progress. */
  signal?: AbortSignal;
  /** The time limit of the render, without its time in the queue. */
  timeoutMs: number;
  /** Called if the render takes so long that others are rendered beside it. */
  onSlow?: (() => void) | undefined;
}

export interface RenderPoolStats {
  processes: number;
  busy: number;
  queued: number;
  /** The number of processes that were replaced because of a crash, age, memory or a time limit. */
  restarts: number;
  /** Bytes of memory of all processes after their last render. */
  rss: number;
  pids: number[];
}

const MEMORY_CHECK_MS = 500;
/**
 * Between this and the recycling ceiling a large room may finish: 1,000 documents and 5,000 activities take half of it.
 */
const RUNAWAY_FACTOR = 6;
const DEFAULT_IDLE_MS = 60_000;
/** Twice the time of the largest room that is allowed. */
const DEFAULT_SLOW_MS = 5000;
/** How many slow renders do not count, for each process and at least. All others then have their full number. */
const SLOW_PER_PROCESS = 2;
const MIN_SLOW = 4;

/** Renders PDF files in child processes. Each failure is an `AppError` with a message for users. */
export class RenderPool {
  readonly #options: Pick<RenderPoolOptions, 'processes' | 'memoryLimitMb'> & {
    idleMs: number;
    slowMs: number;
  };
  readonly #queue = new RenderQueue();
  readonly #processes: ProcessSet;
  readonly #running: Record<RenderSize, number> = { report: 0, 'large report': 0 };
  /** Slow renders that do not count. */
  #slow = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: RenderPoolOptions) {
    const { log = () => {}, design = PLAIN_DESIGN, ...limits } = options;
    this.#options = { idleMs: DEFAULT_IDLE_MS, slowMs: DEFAULT_SLOW_MS, ...limits };
    this.#processes = new ProcessSet({ ...limits, design, log, onRoom: () => this.#dispatch() });
  }

  /** Renders the PDF edition of a content. Equal content gives equal bytes. */
  renderReport(content: EditionContent, options: RenderOptions): Promise<Uint8Array> {
    return this.#render({ kind: 'report', content }, options);
  }

  /** Renders a page with the logo, to check the logo. */
  async tryDesign(options: RenderOptions): Promise<void> {
    await this.#render({ kind: 'trial' }, options);
  }

  /** Starts a process if none runs, so that a render that is about to come does not wait for one. */
  warm(): void {
    if (this.#closed) return;
    this.#processes.warm();
    this.#awaitWork();
  }

  stats(): RenderPoolStats {
    return statsOf(this.#processes, this.#queue.length);
  }

  /** Cancels all renders. Resolves when all processes have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idleTimer);
    for (const pending of this.#queue.drain()) pending.reject(poolClosed());
    await this.#processes.close(poolClosed());
  }

  #render(job: RenderJob, { signal, timeoutMs, onSlow }: RenderOptions): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(poolClosed());
      if (signal?.aborted) return reject(renderAborted(signal));
      const pending: PendingRender = {
        job,
        size: renderSize(job),
        timeoutMs,
        signal,
        onSlow,
        resolve,
        reject,
      };
      pending.stopWaiting = () => this.#queue.remove(pending) && signal && reject(renderAborted(signal));
      signal?.addEventListener('abort', pending.stopWaiting, { once: true });
      this.#queue.add(pending);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    if (this.#closed) return;
    for (;;) {
      const free = this.#processes.free();
      const pending = this.#queue.next(({ size }) => this.#mayRun(size));
      const process = pending && (free ?? this.#processes.another(this.#slow));
      if (pending === undefined || process === undefined) break;
      this.#queue.remove(pending);
      void this.#work(process, pending);
    }
    this.#awaitWork();
  }

  /** Ends the processes if no work comes within the idle time. */
  #awaitWork(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#processes.rest(), this.#options.idleMs).unref();
  }

  #mayRun(size: RenderSize): boolean {
    const { processes } = this.#options;
    return size !== 'large report' || processes === 1 || this.#running[size] < processes - 1;
  }

  /** Makes room for others beside a slow render. Returns false if too many are slow already. */
  #letOthersPass({ size, onSlow }: PendingRender): boolean {
    if (this.#slow >= Math.max(MIN_SLOW, this.#options.processes * SLOW_PER_PROCESS)) return false;
    this.#slow += 1;
    this.#running[size] -= 1;
    onSlow?.();
    this.#dispatch();
    return true;
  }

  async #work(process: RenderProcess, pending: PendingRender): Promise<void> {
    if (pending.stopWaiting) pending.signal?.removeEventListener('abort', pending.stopWaiting);
    this.#running[pending.size] += 1;
    let isSlow = false;
    const slowTimer = setTimeout(() => {
      isSlow = this.#letOthersPass(pending);
    }, this.#options.slowMs);
    try {
      pending.resolve(await supervised(process, pending, this.#options.memoryLimitMb * RUNAWAY_FACTOR));
    } catch (error) {
      pending.reject(error);
    } finally {
      clearTimeout(slowTimer);
      if (isSlow) this.#slow -= 1;
      else this.#running[pending.size] -= 1;
      this.#processes.recycleIfDue(process);
      this.#processes.retireSurplus(this.#slow);
      this.#dispatch();
    }
  }
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

/** Runs a job with limits of time and memory. A render cannot be interrupted, so its process is killed. */
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
