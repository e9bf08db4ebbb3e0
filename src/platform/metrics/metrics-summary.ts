import type { Queryable } from '../db/database.ts';
import {
  type DurationHistogram,
  type DurationStatistics,
  emptyHistogram,
  mergeHistogram,
  statisticsOf,
} from './duration-histogram.ts';
import {
  type CacheTotals,
  type GenerationTotals,
  type RequestTotals,
  readCacheTotals,
  readFailures,
  readGenerations,
  readRequests,
} from './metrics-history-store.ts';
import type { SystemState } from './system-state.ts';

const HOUR_MS = 3_600_000;
const NOTHING: DurationStatistics = { count: 0, min: 0, max: 0, mean: 0, median: 0, p95: 0, p99: 0 };

export type MetricsSummary = Awaited<ReturnType<typeof summariseMetrics>>;

/**
 * Reads the metrics of the last hours, of all processes, and the current state of the system. Durations are
 * milliseconds, unless a name says otherwise. Megabytes are millions of bytes.
 */
export async function summariseMetrics(
  db: Queryable,
  system: SystemState,
  { hours, at }: { hours: number; at: Date },
) {
  const since = new Date(at.getTime() - hours * HOUR_MS);
  const [requests, generations, failures, cache] = await Promise.all([
    readRequests(db, since),
    readGenerations(db, since),
    readFailures(db, since),
    readCacheTotals(db, since),
  ]);
  const api = describeRequests(requests);
  const generation = describeGenerations(generations, failures);
  const pdfs = generation.by_type.pdf?.statistics ?? NOTHING;
  return {
    timestamp: at.toISOString(),
    period_hours: hours,
    summary: {
      total_metrics: api.total_requests + generation.total_generations + generation.failed_count,
      total_requests: api.total_requests,
      total_pdfs: pdfs.count,
      avg_request_time: api.avg_response_time,
      avg_pdf_time: pdfs.mean,
      statistics: { pdf_generation_time: generation.statistics, api_request_time: api.statistics },
    },
    pdf_generation: generation,
    api_performance: api,
    cache: describeCache(cache, system),
    ...describeSystem(system, cache),
  };
}

function describeGenerations(totals: GenerationTotals[], failures: { reason: string; count: number }[]) {
  const all = totals.find(({ type, source }) => type === null && source === null);
  const statistics = all ? rounded(all) : NOTHING;
  const cached = all?.cached ?? 0;
  return {
    total_generations: statistics.count,
    cached_count: cached,
    generated_count: all?.rendered ?? 0,
    cache_hit_rate_percent: percent(cached, statistics.count),
    failed_count: failures.reduce((sum, { count }) => sum + count, 0),
    failures: Object.fromEntries(failures.map(({ reason, count }) => [reason, count])),
    total_pdfs: totals.find(({ type }) => type === 'pdf')?.count ?? 0,
    avg_generation_time: statistics.mean,
    min_generation_time: statistics.min,
    max_generation_time: statistics.max,
    statistics,
    by_type: Object.fromEntries(
      totals.flatMap((row) =>
        row.type === null
          ? []
          : [
              [
                row.type,
                { cached_count: row.cached, generated_count: row.rendered, statistics: rounded(row) },
              ],
            ],
      ),
    ),
    by_source: Object.fromEntries(
      totals.flatMap((row) => (row.source === null ? [] : [[row.source, rounded(row)]])),
    ),
  };
}

function describeRequests(totals: RequestTotals[]) {
  const endpoints = Map.groupBy(totals, ({ method, route }) => `${method} ${route}`);
  const all = totals.map(({ histogram }) => histogram);
  const statistics = rounded(statisticsOf(sumOf(all)));
  return {
    total_requests: statistics.count,
    avg_response_time: statistics.mean,
    min_response_time: statistics.min,
    max_response_time: statistics.max,
    statistics,
    statuses: countStatuses(totals),
    endpoints: Object.fromEntries(
      [...endpoints]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, rows]) => [name, describeEndpoint(rows)]),
    ),
  };
}

function describeEndpoint(rows: RequestTotals[]) {
  const [{ method, route } = { method: '', route: '' }] = rows;
  const statistics = statisticsOf(sumOf(rows.map(({ histogram }) => histogram)));
  return { method, route, ...rounded(statistics), statuses: countStatuses(rows) };
}

function countStatuses(rows: RequestTotals[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, histogram } of rows) counts[status] = (counts[status] ?? 0) + histogram.count;
  return counts;
}

function sumOf(histograms: DurationHistogram[]): DurationHistogram {
  const sum = emptyHistogram();
  for (const histogram of histograms) mergeHistogram(sum, histogram);
  return sum;
}

function describeCache(totals: CacheTotals, { cache }: SystemState) {
  const { memoryHits, diskHits, misses, evictions } = totals;
  const requests = memoryHits + diskHits + misses;
  return {
    memory_entries: cache.memoryEntries,
    memory_used_mb: megabytes(cache.memoryBytes),
    memory_limit_mb: megabytes(cache.memoryLimitBytes),
    memory_hits: memoryHits,
    disk_hits: diskHits,
    cache_misses: misses,
    total_requests: requests,
    hit_rate_percent: percent(memoryHits + diskHits, requests),
    disk_used_mb: megabytes(cache.diskBytes),
    cache_evictions: evictions,
  };
}

function describeSystem(system: SystemState, { renderRestarts }: CacheTotals) {
  const { queue, renderProcesses, database, disk, memory, eventLoopDelay } = system;
  return {
    queue: {
      depth: queue.pending,
      running: queue.running,
      oldest_task_age_seconds: round(queue.oldestSeconds),
    },
    render_processes: {
      limit: renderProcesses.limit,
      count: renderProcesses.count,
      busy: renderProcesses.busy,
      queued: renderProcesses.queued,
      memory_mb: megabytes(renderProcesses.rss),
      recycled: renderRestarts,
    },
    database: {
      engine: database.engine,
      size_mb: megabytes(database.bytes),
      latency_ms: round(database.latencyMs),
    },
    disk: { blobs_mb: megabytes(disk.blobBytes), free_mb: megabytes(disk.freeBytes) },
    memory: {
      rss_mb: megabytes(memory.rss),
      heap_used_mb: megabytes(memory.heapUsed),
      heap_total_mb: megabytes(memory.heapTotal),
    },
    event_loop: { delay_p50_ms: round(eventLoopDelay.p50), delay_p99_ms: round(eventLoopDelay.p99) },
    uptime_seconds: round(system.uptimeSeconds),
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
export const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
const megabytes = (bytes: number): number => round(bytes / 1_000_000);

const rounded = ({ count, min, max, mean, median, p95, p99 }: DurationStatistics): DurationStatistics => ({
  count,
  min: round(min),
  max: round(max),
  mean: round(mean),
  median: round(median),
  p95: round(p95),
  p99: round(p99),
});
