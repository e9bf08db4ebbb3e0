import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How much later than due the event loop of this process came to its timers, in milliseconds. */
export interface EventLoopDelay {
  p50: number;
  p99: number;
}

export interface EventLoopMonitor {
  /** Of the minute that is under way and, for the 99th percentile, the one before. */
  read(): EventLoopDelay;
  /** Begins the next minute. */
  rotate(): void;
  stop(): void;
}

const RESOLUTION_MS = 20;
const NANOSECONDS = 1_000_000;

export function createEventLoopMonitor(): EventLoopMonitor {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  // The intervals that are measured hold the wait that was asked for.
  const percentile = (which: number): number =>
    histogram.count === 0 ? 0 : Math.max(0, histogram.percentile(which) / NANOSECONDS - RESOLUTION_MS);
  let before = 0;
  return {
    read: () => ({ p50: percentile(50), p99: Math.max(before, percentile(99)) }),
    rotate() {
      before = percentile(99);
      histogram.reset();
    },
    stop: () => void histogram.disable(),
  };
}
