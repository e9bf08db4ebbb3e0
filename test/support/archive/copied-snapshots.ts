import { sql } from 'kysely';
import type { Transaction } from '../../../src/platform/db/database.ts';
import type { Range } from './range.ts';

/** A digest that follows from the number of a row. */
const digest = (of: string) => sql`encode(sha256(convert_to(${sql.raw(of)}, 'UTF8')), 'hex')`;

/**
 * Adds completed snapshots, one a second, each with its task. The snapshots of a room share state and edition.
 * Their seals are short, as they need not be authentic.
 */
export async function addSnapshots(tx: Transaction, { from, to }: Range): Promise<void> {
  await sql`
    create temp table holders on commit drop as
    select id, title, revision - 1 as revision, row_number() over (order by id) - 1 as place from rooms
    where title like 'Operation no. %' and right(title, 1) <> '0'`.execute(tx);
  await sql`create index on holders (place)`.execute(tx);
  await sql`create temp table held on commit drop as select count(*) as rooms from holders`.execute(tx);
  await sql`
    create temp table taken on commit drop as
    select n, md5('snapshot' || n)::uuid as id, h.id as room_id, h.title, h.revision,
      ${digest(`'state' || h.id`)} as state_hash, ${digest(`'edition' || h.id`)} as edition,
      date_trunc('second', now()) - interval '1 day' - n * interval '1 second' as at
    from generate_series(${sql.lit(from)}::int, ${sql.lit(to - 1)}::int) n, held
      join holders h on true
    where h.place = n % held.rooms`.execute(tx);
  await sql`
    insert into room_states (hash, room_id, revision, content, captured_at, include_commercial)
    select distinct on (state_hash) state_hash, room_id, revision, '{}', at, false from taken
    on conflict do nothing`.execute(tx);
  await sql`
    insert into blobs (sha256, kept_at) select distinct edition, at from taken on conflict do nothing`.execute(
    tx,
  );
  await sql`
    insert into editions (key, type, sha256, size, rendered_at, last_used_at, room_id)
    select distinct on (edition) edition, 'pdf', edition, 90000, at, at, room_id from taken
    on conflict do nothing`.execute(tx);
  await sql`
    insert into snapshots (id, room_id, room_title, state_hash, revision, title, type, include_documents,
      include_approvals, include_activity, include_commercial, created_by, created_by_name, created_at, status,
      completed_at, edition_key, edition_sha256, edition_size, seal_size, file_sha256)
    select id, room_id, title, state_hash, revision, 'Record no. ' || n, 'pdf', true, true, true, false,
      'broker@roomshot.example', 'Ingrid Sørensen', at, 'completed', at, edition, edition, 90000,
      32, ${digest(`'file' || n`)}
    from taken order by n`.execute(tx);
  await sql`
    insert into seals (snapshot_id, sha256, bytes)
    select id, encode(sha256(bytes), 'hex'), bytes
    from taken, sha256(convert_to('seal' || n, 'UTF8')) as bytes`.execute(tx);
  await sql`
    insert into tasks (id, snapshot_id, seq, created_by, status, stage, progress, attempt, version, timeout_seconds, was_cached,
      created_at, started_at, completed_at)
    select 'snapshot-' || id, id, seq, created_by, 'completed', 'stored', 100, 1, 5, 300, true, at, at, at
    from taken join snapshots using (id)`.execute(tx);
}
