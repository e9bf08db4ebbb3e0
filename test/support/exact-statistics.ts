import type { DurationStatistics } from '../../src/platform/metrics/duration-histogram.ts';

/** The statistics of a list, straight from their definitions. */
export function exactStatistics(durations: readonly number[]): DurationStatistics {
  const sorted = [...durations].sort((a, b) => a - b);
  const count = sorted.length;
  const atRank = (rank: number): number => sorted[rank - 1] ?? 0;
  return {
    count,
    min: atRank(1),
    max: atRank(count),
    mean: count === 0 ? 0 : sorted.reduce((sum, duration) => sum + duration, 0) / count,
    median: (atRank(Math.ceil(count / 2)) + atRank(Math.floor(count / 2) + 1)) / 2,
    p95: atRank(Math.ceil(count * 0.95)),
    p99: atRank(Math.ceil(count * 0.99)),
  };
}
