import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The delay of the event loop of this process, in milliseconds. */
export interface EventLoopDelay {
  p50: number;
  p99: number;
}

export interface EventLoopMonitor {
  /** Returns the delay of the current minute and, for the 99th percentile, also of the previous one. */
  read(): EventLoopDelay;
  /** Starts the next minute. */
  rotate(): void;
  stop(): void;
}

const RESOLUTION_MS = 20;
const NANOSECONDS = 1_000_000;

export function createEventLoopMonitor(): EventLoopMonitor {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  // The measured intervals include the requested wait.
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
