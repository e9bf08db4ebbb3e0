import type { Config } from '../app/config.ts';
import { openAdminApi } from './admin-api.ts';

export interface MetricsOptions {
  hours: string;
  format: 'text' | 'json' | 'csv';
}

/** Prints the metrics of the last hours: every number of the summary as text, or a file of the export. */
export async function showMetrics(config: Config, { hours, format }: MetricsOptions): Promise<void> {
  await using api = await openAdminApi(config);
  const query = new URLSearchParams({ hours, ...(format !== 'text' && { format }) });
  const view = format === 'text' ? 'summary' : 'export';
  const answer = await api.send('GET', `/snapshots/metrics/${view}?${query}`);
  process.stdout.write(format === 'text' ? toText(await answer.json()) : await answer.text());
}

/** Formats a summary as one line for each number, named by its path. */
function toText(summary: unknown): string {
  const rows = leavesOf(summary);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

function leavesOf(value: unknown, path: string[] = []): [name: string, value: string][] {
  if (typeof value !== 'object' || value === null) return [[path.join(' › '), String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}
