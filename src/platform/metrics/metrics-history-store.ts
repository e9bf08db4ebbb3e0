import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../db/database.ts';
import type { DurationHistogram, DurationStatistics } from './duration-histogram.ts';

/** Requests of one method, route and status. */
export interface RequestTotals {
  method: string;
  route: string;
  status: number;
  histogram: DurationHistogram;
}

/** Requests of one slot of a time series. */
export interface RequestSlot {
  slot: Date;
  /** The responses with status 400 to 499, and 500 or more. */
  refused: number;
  errors: number;
  histogram: DurationHistogram;
}

interface HistogramRow {
  count: number;
  sum_ms: number;
  min_ms: number;
  max_ms: number;
  buckets: number[];
  bucket_counts: number[];
}

const toHistogram = (row: HistogramRow): DurationHistogram => ({
  count: row.count,
  sum: row.sum_ms,
  min: row.min_ms,
  max: row.max_ms,
  buckets: new Map(row.buckets.map((bucket, index) => [bucket, row.bucket_counts[index] ?? 0])),
});

/** Merges the histograms of all minutes since a given time, for each value of `key`. */
const mergedRequests = (key: RawBuilder<unknown>, since: Date) => sql`
  with chosen as (select ${key}, status as code, count, sum_ms, min_ms, max_ms, buckets, bucket_counts
      from metric_requests where minute >= ${since}),
    bucket as (select key, bucket, sum(bucket_count)::int as bucket_count
      from chosen, unnest(buckets, bucket_counts) as filled (bucket, bucket_count) group by key, bucket),
    histogram as (select key, array_agg(bucket) as buckets, array_agg(bucket_count) as bucket_counts
      from bucket group by key),
    total as (select key, sum(count)::int as count, sum(sum_ms) as sum_ms, min(min_ms) as min_ms,
        max(max_ms) as max_ms, coalesce(sum(count) filter (where code >= 500), 0)::int as errors,
        coalesce(sum(count) filter (where code between 400 and 499), 0)::int as refused
      from chosen group by key)
  select * from total join histogram using (key)`;

/** Reads the requests since a given time, for each method, route and status. */
export async function readRequests(db: Queryable, since: Date): Promise<RequestTotals[]> {
  const key = sql`array[method, status::text, route] as key`;
  const { rows } = await mergedRequests(key, minuteOf(since)).execute(db);
  return (rows as (HistogramRow & { key: string[] })[]).map((row) => {
    const [method = '', status = '', route = ''] = row.key;
    return { method, route, status: Number(status), histogram: toHistogram(row) };
  });
}

/** Reads the requests since a given time, for each step of some seconds. */
export async function readRequestSlots(db: Queryable, since: Date, step: number): Promise<RequestSlot[]> {
  const key = sql`${slotOf('minute', step)} as key`;
  const { rows } = await mergedRequests(key, since).execute(db);
  return (rows as (HistogramRow & { key: Date; errors: number; refused: number })[]).map((row) => ({
    slot: row.key,
    refused: row.refused,
    errors: row.errors,
    histogram: toHistogram(row),
  }));
}

const MINUTE_MS = 60_000;
const minuteOf = (moment: Date) => new Date(Math.floor(moment.getTime() / MINUTE_MS) * MINUTE_MS);

/** Returns the slot of a time. Slots are aligned to the clock, in UTC. */
const slotOf = (column: string, step: number) =>
  sql`date_bin(make_interval(secs => ${sql.lit(step)}), ${sql.ref(column)}, 'epoch'::timestamptz)`;

export interface GenerationTotals extends DurationStatistics {
  /** Set for the totals of one type, or of one source of the edition. */
  type: string | null;
  source: string | null;
  cached: number;
  rendered: number;
}

const generationCounts = sql`
  count(*) filter (where source in ('memory', 'disk'))::int as cached,
  count(*) filter (where source = 'rendered')::int as rendered`;

/** Reads the completed snapshots since a given time: all, by type, and by source. The values are exact. */
export async function readGenerations(db: Queryable, since: Date): Promise<GenerationTotals[]> {
  const { rows } = await sql<GenerationTotals>`
    select type, source, ${generationCounts}, count(*)::int as count,
      coalesce(min(duration_ms), 0) as min, coalesce(max(duration_ms), 0) as max,
      coalesce(avg(duration_ms), 0) as mean,
      coalesce(percentile_cont(0.5) within group (order by duration_ms), 0) as median,
      coalesce(percentile_disc(0.95) within group (order by duration_ms), 0) as p95,
      coalesce(percentile_disc(0.99) within group (order by duration_ms), 0) as p99
    from metric_generations where at >= ${since} and failure is null
    group by grouping sets ((), (type), (source))`.execute(db);
  return rows;
}

/** Returns how many snapshots failed since a given time, for each reason. */
export async function readFailures(db: Queryable, since: Date): Promise<{ reason: string; count: number }[]> {
  const { rows } = await sql<{ reason: string; count: number }>`
    select failure as reason, count(*)::int as count from metric_generations
    where at >= ${since} and failure is not null group by failure order by count desc, reason`.execute(db);
  return rows;
}

export interface GenerationSlot {
  slot: Date;
  cached: number;
  rendered: number;
  failed: number;
  p50: number | null;
  p95: number | null;
}

export async function readGenerationSlots(
  db: Queryable,
  since: Date,
  step: number,
): Promise<GenerationSlot[]> {
  const { rows } = await sql<GenerationSlot>`
    select ${slotOf('at', step)} as slot, ${generationCounts},
      count(failure)::int as failed,
      percentile_cont(0.5) within group (order by duration_ms) as p50,
      percentile_disc(0.95) within group (order by duration_ms) as p95
    from metric_generations where at >= ${since} group by slot`.execute(db);
  return rows;
}

export interface CacheTotals {
  memoryHits: number;
  diskHits: number;
  misses: number;
  evictions: number;
  renderRestarts: number;
}

const cacheCounts = sql`
  coalesce(sum(cache_memory_hits), 0)::int as "memoryHits",
  coalesce(sum(cache_disk_hits), 0)::int as "diskHits", coalesce(sum(cache_misses), 0)::int as misses,
  coalesce(sum(cache_evictions), 0)::int as evictions,
  coalesce(sum(render_restarts), 0)::int as "renderRestarts"`;

export async function readCacheTotals(db: Queryable, since: Date): Promise<CacheTotals> {
  const { rows } = await sql<CacheTotals>`
    select ${cacheCounts} from metric_minutes where minute >= ${minuteOf(since)}`.execute(db);
  return rows[0] ?? { memoryHits: 0, diskHits: 0, misses: 0, evictions: 0, renderRestarts: 0 };
}

export interface ProcessSlot extends CacheTotals {
  slot: Date;
  queueDepth: number;
  memoryRss: number;
  eventLoopDelayP99: number;
}

/** Reads the worst value of each gauge in each slot. */
export async function readProcessSlots(db: Queryable, since: Date, step: number): Promise<ProcessSlot[]> {
  const { rows } = await sql<ProcessSlot>`
    select ${slotOf('minute', step)} as slot, ${cacheCounts}, max(queue_depth) as "queueDepth",
      max(memory_rss_bytes)::float8 as "memoryRss", max(event_loop_delay_p99_ms) as "eventLoopDelayP99"
    from metric_minutes where minute >= ${since} group by slot`.execute(db);
  return rows;
}
