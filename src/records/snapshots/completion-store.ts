import { sql } from 'kysely';
import type { Transaction } from '../../platform/db/database.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import type { Snapshot, SnapshotFile } from './snapshot.ts';
import { STAGES } from './task.ts';
import { ANNOUNCE, DURABLE_STEP, type Lease } from './task-store.ts';

/** What completes one snapshot. */
export interface Completion {
  lease: Lease;
  snapshot: Snapshot;
  file: SnapshotFile;
  seal: Uint8Array;
  wasCached: boolean;
}

/**
 * Completes snapshots with their tasks, stores their seals, and records the use of their editions. Does not restore an
 * invalidated edition. Returns the ids of the tasks that it completed: those whose leases are valid.
 */
export async function completeTasks(
  tx: Transaction,
  completions: readonly Completion[],
  at: Date,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(completions.map(toRow))}::jsonb) as row (task_id text, attempt int,
        snapshot_id uuid, was_cached boolean, edition_key text, edition_sha256 text, edition_size int, seal_size int,
        file_sha256 text, seal text, seal_sha256 text)
    ), changed as (
      update tasks set status = 'completed', stage = 'stored', progress = ${STAGES.stored}::int, error = null,
        version = version + ${DURABLE_STEP}::int, was_cached = given.was_cached, waiting_since = null,
        failed_attempts = '{}', completed_at = ${at}::timestamptz
      from given
      where tasks.id = given.task_id and tasks.attempt = given.attempt and tasks.status = 'running'
      returning tasks.*
    ), recorded as (
      update snapshots set status = 'completed', error = null, completed_at = ${at}::timestamptz,
        edition_key = given.edition_key, edition_sha256 = given.edition_sha256, edition_size = given.edition_size,
        seal_sha256 = null, seal_size = given.seal_size, file_sha256 = given.file_sha256
      from changed join given on given.task_id = changed.id
      where snapshots.id = changed.snapshot_id
      returning snapshots.edition_key
    ), sealed as (
      insert into seals (snapshot_id, sha256, bytes)
      select changed.snapshot_id, given.seal_sha256, decode(given.seal, 'base64')
      from changed join given on given.task_id = changed.id
    ), used as (
      update editions set last_used_at = ${at}::timestamptz
      where key in (select edition_key from recorded)
    ), announced as (${ANNOUNCE})
    select id, (select count(*) from announced) from changed`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

const toRow = ({ lease, snapshot, file, seal, wasCached }: Completion) => ({
  task_id: lease.taskId,
  attempt: lease.attempt,
  snapshot_id: snapshot.id,
  was_cached: wasCached,
  edition_key: file.editionKey,
  edition_sha256: file.editionSha256,
  edition_size: file.editionSize,
  seal_size: file.sealSize,
  file_sha256: file.sha256,
  seal: Buffer.from(seal).toString('base64'),
  seal_sha256: sha256(seal),
});
