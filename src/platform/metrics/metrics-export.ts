import { csvText } from '../kernel/csv-text.ts';
import type { MetricsSeries } from './metrics-series.ts';

/** Returns a time series as CSV, with a row for each step. */
export function seriesToCsv({ points }: MetricsSeries): string {
  const columns = Object.keys(points[0] ?? {});
  return csvText(
    columns,
    points.map((point) => Object.values(point)),
  );
}
