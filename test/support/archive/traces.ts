import { sql } from 'kysely';
import type { Transaction } from '../../../src/platform/db/database.ts';

/** Adds what the requests of the snapshots have left: metrics, stored responses, sessions, and counters of log-ins. */
export async function addTraces(tx: Transaction): Promise<void> {
  await sql`
    insert into metric_generations (id, at, type, source, duration_ms, wait_ms)
    select id, at, 'pdf', 'memory', 20 + n % 30, 2 from taken`.execute(tx);
  await sql`
    insert into metric_requests (minute, process, method, route, status, count, sum_ms, min_ms, max_ms, buckets,
      bucket_counts)
    select date_trunc('minute', at), md5('process' || n)::uuid, 'POST', '/api/v1/rooms/:room_id/snapshots', 201,
      10, 50, 4, 9, '{140}', '{10}' from taken where n % 10 = 0`.execute(tx);
  await sql`
    insert into idempotency_keys (actor, key, fingerprint, status, body, created_at)
    select 'broker@roomshot.example', 'archive-' || n, 'of ' || n, 201, jsonb_build_object('id', id), at
    from taken where n % 10 = 0`.execute(tx);
  await sql`
    insert into sessions (id, user_id, created_at, expires_at)
    select md5('session' || n)::uuid, (select id from users order by email limit 1), at, at + interval '12 hours'
    from taken where n % 100 = 0`.execute(tx);
  await sql`
    insert into login_counters (key, failures, window_ends_at, next_turn_at, known_until)
    select md5('counter' || n), 0, at, at, case when n % 200 = 0 then at + interval '30 days' end
    from taken where n % 100 = 0`.execute(tx);
}
