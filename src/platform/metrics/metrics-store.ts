import { sql } from 'kysely';
import type { Queryable } from '../db/database.ts';
import { deleteInBatches } from '../db/delete-in-batches.ts';
import type { Schema } from '../db/schema.ts';

type JsonRow<Table extends keyof Schema> = {
  [Column in keyof Schema[Table]]: Schema[Table][Column] extends Date ? string : Schema[Table][Column];
};
export type RequestRow = JsonRow<'metric_requests'>;
export type GenerationRow = JsonRow<'metric_generations'>;
export type MinuteRow = JsonRow<'metric_minutes'>;

/*
 * Each batch is one statement with one parameter, so that the embedded engine prepares it once. Rows hold the
 * whole count of their minute so far: writing one again, after an error or later in its minute, replaces it.
 */

export async function saveRequests(db: Queryable, rows: readonly RequestRow[]): Promise<void> {
  await sql`
    insert into metric_requests
    select * from jsonb_populate_recordset(null::metric_requests, ${JSON.stringify(rows)}::jsonb)
    on conflict (minute, process, method, route, status) do update set count = excluded.count,
      sum_ms = excluded.sum_ms, min_ms = excluded.min_ms, max_ms = excluded.max_ms,
      buckets = excluded.buckets, bucket_counts = excluded.bucket_counts`.execute(db);
}

export async function saveGenerations(db: Queryable, rows: readonly GenerationRow[]): Promise<void> {
  await sql`
    insert into metric_generations
    select * from jsonb_populate_recordset(null::metric_generations, ${JSON.stringify(rows)}::jsonb)
    on conflict (id) do nothing`.execute(db);
}

export async function saveMinutes(db: Queryable, rows: readonly MinuteRow[]): Promise<void> {
  await sql`
    insert into metric_minutes
    select * from jsonb_populate_recordset(null::metric_minutes, ${JSON.stringify(rows)}::jsonb)
    on conflict (minute, process) do update set
      cache_memory_hits = excluded.cache_memory_hits, cache_disk_hits = excluded.cache_disk_hits,
      cache_misses = excluded.cache_misses, cache_evictions = excluded.cache_evictions,
      render_restarts = excluded.render_restarts, queue_depth = excluded.queue_depth,
      memory_rss_bytes = excluded.memory_rss_bytes,
      event_loop_delay_p99_ms = excluded.event_loop_delay_p99_ms`.execute(db);
}

/** Deletes metrics from before a given time. Returns the number of rows. */
export async function forgetMetrics(db: Queryable, before: Date): Promise<number> {
  const ofMinutes = sql<boolean>`minute < ${before}::timestamptz`;
  const requests = await deleteInBatches(db, 'metric_requests', ofMinutes);
  const generations = await deleteInBatches(db, 'metric_generations', sql`at < ${before}::timestamptz`);
  return requests + generations + (await deleteInBatches(db, 'metric_minutes', ofMinutes));
}

export interface QueueState {
  /** The number of waiting tasks. */
  pending: number;
  /** The number of running tasks. */
  running: number;
  /** The time of the request, or of the last retry, of the oldest of both. */
  oldest: Date | null;
}

export async function readQueue(db: Queryable): Promise<QueueState> {
  const { rows } = await sql<QueueState>`
    select count(*) filter (where status = 'pending')::int as pending,
      count(*) filter (where status = 'running')::int as running, min(created_at) as oldest
    from tasks where status in ('pending', 'running')`.execute(db);
  return rows[0] ?? { pending: 0, running: 0, oldest: null };
}
