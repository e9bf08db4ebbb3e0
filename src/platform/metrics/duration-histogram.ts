/**
 * Counts of durations in buckets whose bounds grow by a constant factor, as in DDSketch (Masson, Rim and Lee,
 * "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019). Histograms are
 * merged by adding their counts, which the database can do. A percentile of the sum is as exact as one of a single
 * histogram.
 */
const RELATIVE_ERROR = 0.005;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** The shortest duration in milliseconds. Shorter ones count as this long, because the logarithm must be finite. */
const MIN_DURATION = 0.001;

export interface DurationHistogram {
  count: number;
  sum: number;
  min: number;
  max: number;
  readonly buckets: Map<number, number>;
}

export const emptyHistogram = (): DurationHistogram => ({
  count: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: 0,
  buckets: new Map(),
});

/** Adds one duration, in milliseconds. */
export function addDuration(histogram: DurationHistogram, duration: number): void {
  histogram.count++;
  histogram.sum += duration;
  if (duration < histogram.min) histogram.min = duration;
  if (duration > histogram.max) histogram.max = duration;
  const bucket = Math.ceil(Math.log(Math.max(duration, MIN_DURATION)) / LOG_GAMMA);
  histogram.buckets.set(bucket, (histogram.buckets.get(bucket) ?? 0) + 1);
}

/** Adds the counts of another histogram. */
export function mergeHistogram(into: DurationHistogram, other: DurationHistogram): void {
  into.count += other.count;
  into.sum += other.sum;
  into.min = Math.min(into.min, other.min);
  into.max = Math.max(into.max, other.max);
  for (const [bucket, count] of other.buckets)
    into.buckets.set(bucket, (into.buckets.get(bucket) ?? 0) + count);
}

/**
 * Statistics in milliseconds. Percentiles are by nearest rank, the median of an even count is the mean of the middle
 * two.
 */
export interface DurationStatistics {
  count: number;
  min: number;
  max: number;
  mean: number;
  median: number;
  p95: number;
  p99: number;
}

/**
 * Computes the statistics. Count, minimum, maximum and mean are exact, the rest within half a percent. All are zero for
 * an empty histogram.
 */
export function statisticsOf({ count, sum, min, max, buckets }: DurationHistogram): DurationStatistics {
  if (count === 0) return { count: 0, min: 0, max: 0, mean: 0, median: 0, p95: 0, p99: 0 };
  const ordered = [...buckets].sort(([a], [b]) => a - b);
  const atRank = (rank: number): number => {
    let seen = 0;
    for (const [bucket, inBucket] of ordered) {
      seen += inBucket;
      if (seen >= rank) return Math.min(max, Math.max(min, (2 * GAMMA ** bucket) / (GAMMA + 1)));
    }
    return max;
  };
  return {
    count,
    min,
    max,
    mean: sum / count,
    median: (atRank(Math.ceil(count / 2)) + atRank(Math.floor(count / 2) + 1)) / 2,
    p95: atRank(Math.ceil(count * 0.95)),
    p99: atRank(Math.ceil(count * 0.99)),
  };
}
