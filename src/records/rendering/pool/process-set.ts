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

/** The processes of a pool. They start on demand, end without work, and are replaced when they are old or large. */
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

  /** Ends all idle processes. */
  rest(): void {
    for (const process of this.all()) if (!process.busy) this.#retire(process, 'idle');
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
    this.#options.onRoom();
  }

  #retire(process: RenderProcess, why: string): void {
    this.#processes.delete(process);
    this.#options.log('A render process was retired.', { pid: process.pid, why, rss: process.rss });
    process.kill(new Error(why));
  }
}
