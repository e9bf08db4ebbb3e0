import type { ReportDesign } from '../design/report-design.ts';
import { RenderProcess } from './render-process.ts';

export interface ProcessSetOptions {
  design: ReportDesign;
  /** The maximum number of processes. */
  processes: number;
  /** A process that holds more after a render is replaced. */
  memoryLimitMb: number;
  rendersBeforeRecycling: number;
  log: (message: string, details: Record<string, unknown>) => void;
  /** Called when a process has ended by itself, so that another one can start. */
  onRoom: () => void;
}

export const MEGABYTE = 1_000_000;
/**
 * The memory that an idle process may hold. A fresh process holds about 110 MB, half of it shared. A report in all
 * scripts adds 20 MB of fonts. A start takes a fifth of a second.
 */
const REST_MB = 130;

/** The processes of a pool. They start on demand, and are replaced when they are old, large or dead. */
export class ProcessSet {
  readonly #options: ProcessSetOptions;
  readonly #processes = new Set<RenderProcess>();
  #restarts = 0;
  #closed = false;

  constructor(options: ProcessSetOptions) {
    this.#options = options;
  }

  all(): RenderProcess[] {
    return [...this.#processes];
  }

  /** The number of processes that were replaced: crashed, killed, too old or too large. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Returns an idle process. */
  free(): RenderProcess | undefined {
    return this.all().find(({ busy }) => !busy);
  }

  /** Starts a process, unless the maximum is reached. @param beyond how many processes do not count */
  another(beyond: number): RenderProcess | undefined {
    return this.#processes.size < this.#options.processes + beyond ? this.#start() : undefined;
  }

  /** Ends idle processes beyond the maximum, which were started beside slow renders. */
  retireSurplus(beyond: number): void {
    for (const process of this.all()) {
      if (this.#processes.size <= this.#options.processes + beyond) return;
      if (!process.busy) this.#retire(process, 'surplus');
    }
  }

  /** Starts a process if none runs. */
  warm(): void {
    if (this.#processes.size === 0) this.#start();
  }

  recycleIfDue(process: RenderProcess): void {
    const isOld = process.renders >= this.#options.rendersBeforeRecycling;
    const isLarge = process.rss > this.#options.memoryLimitMb * MEGABYTE;
    if (this.#closed || process.busy || !this.#processes.has(process) || !(isOld || isLarge)) return;
    this.#restarts += 1;
    this.#retire(process, isLarge ? 'memory' : 'age');
    // The next render does not wait for the start of a process.
    this.warm();
  }

  /** Ends idle processes. One process stays, and a new one replaces a process that has grown. */
  rest(): void {
    const [kept, ...surplus] = this.#processes;
    for (const process of surplus) if (!process.busy) this.#retire(process, 'idle');
    if (kept === undefined || kept.busy || kept.rss <= REST_MB * MEGABYTE) return;
    this.#retire(kept, 'grown');
    this.#start();
  }

  /** Kills all processes. Resolves when they have ended. */
  async close(reason: Error): Promise<void> {
    this.#closed = true;
    const all = this.all();
    for (const process of all) process.kill(reason);
    await Promise.all(all.map(({ ended }) => ended));
  }

  #start(): RenderProcess {
    const started = new RenderProcess(this.#options.design);
    this.#processes.add(started);
    void started.ended.then((why) => this.#onEnd(started, why));
    return started;
  }

  #onEnd(ended: RenderProcess, why: string): void {
    // A retired process is no longer in the set.
    if (!this.#processes.delete(ended) || this.#closed) return;
    this.#restarts += 1;
    const { pid, renders } = ended;
    this.#options.log('A render process ended.', { pid, why, renders });
    // A process that never answered may fail again, so the next one starts only with the next render.
    if (renders > 0) this.warm();
    this.#options.onRoom();
  }

  #retire(process: RenderProcess, why: string): void {
    this.#processes.delete(process);
    this.#options.log('A render process was retired.', { pid: process.pid, why, rss: process.rss });
    process.kill(new Error(why));
  }
}
