import type { MetricsSeries } from './metrics-series.ts';

/** A time series as CSV (RFC 4180): a row for each step. Its cells are numbers and times, which need no quotes. */
export function seriesToCsv({ points }: MetricsSeries): string {
  const [first] = points;
  const rows = first ? [Object.keys(first), ...points.map((point) => Object.values(point))] : [];
  return rows.map((cells) => `${cells.map((cell) => cell ?? '').join(',')}\r\n`).join('');
}
