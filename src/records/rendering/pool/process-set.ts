import type { ReportDesign } from '../design/report-design.ts';
import { type RenderProcess, startRenderProcess } from './render-process.ts';

export interface ProcessSetOptions {
  design: ReportDesign;
  /** The most processes at a time. */
  processes: number;
  /** A process that holds more after a render is replaced. */
  memoryLimitMb: number;
  rendersBeforeRecycling: number;
  log: (message: string, details: Record<string, unknown>) => void;
  /** Called when a process has ended by itself, and there is room for another. */
  onRoom: () => void;
}

/** The processes of a pool: started when needed, replaced when they are old, large or gone. */
export interface ProcessSet {
  all(): RenderProcess[];
  /** Processes that were replaced: crashed, killed, too old or too large. */
  readonly restarts: number;
  /** A process without work. */
  free(): RenderProcess | undefined;
  /** Starts one, if there may be one more. */
  another(): RenderProcess | undefined;
  warm(): void;
  recycleIfDue(process: RenderProcess): void;
  /** One process stays, and a fresh one takes the place of one that has grown. */
  rest(): void;
  /** Ends all of them; settles once they are gone. */
  close(reason: Error): Promise<void>;
}

export const MEGABYTE = 1_000_000;
/**
 * What a process that is at rest may hold. A fresh one holds about 110 MB, half of it shared; one that has
 * set a report in all scripts has read 20 MB of fonts, too. Starting another takes a fifth of a second.
 */
const REST_MB = 130;

export function createProcessSet(options: ProcessSetOptions): ProcessSet {
  const processes = new Set<RenderProcess>();
  let restarts = 0;
  let closed = false;

  const start = (): RenderProcess => {
    const started = startRenderProcess(options.design);
    processes.add(started);
    void started.ended.then((why) => {
      // One that was retired on purpose is no longer in the set.
      if (!processes.delete(started) || closed) return;
      restarts += 1;
      options.log('A render process ended.', { pid: started.pid, why, renders: started.renders });
      // One that never answered may never do: its successor waits until there is work.
      if (processes.size === 0 && started.renders > 0) start();
      options.onRoom();
    });
    return started;
  };

  const retire = (process: RenderProcess, why: string): void => {
    processes.delete(process);
    options.log('A render process was retired.', { pid: process.pid, why, rss: process.rss });
    process.kill(new Error(why));
  };

  return {
    all: () => [...processes],
    get restarts() {
      return restarts;
    },
    free: () => [...processes].find(({ busy }) => !busy),
    another: () => (processes.size < options.processes ? start() : undefined),
    warm: () => void (processes.size === 0 && start()),
    recycleIfDue(process) {
      const isOld = process.renders >= options.rendersBeforeRecycling;
      const isLarge = process.rss > options.memoryLimitMb * MEGABYTE;
      if (closed || process.busy || !processes.has(process) || !(isOld || isLarge)) return;
      restarts += 1;
      retire(process, isLarge ? 'memory' : 'age');
      // The next render finds a process that is ready, or nearly so.
      if (processes.size === 0) start();
    },
    rest() {
      const [kept, ...surplus] = processes;
      for (const process of surplus) if (!process.busy) retire(process, 'idle');
      if (kept === undefined || kept.busy || kept.rss <= REST_MB * MEGABYTE) return;
      retire(kept, 'grown');
      start();
    },
    async close(reason) {
      closed = true;
      for (const process of processes) process.kill(reason);
      await Promise.all([...processes].map(({ ended }) => ended));
    },
  };
}
