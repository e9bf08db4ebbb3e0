import { type Selectable, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isId } from '../../platform/kernel/ids.ts';
import type { ComparedSnapshot, SnapshotType } from '../editions/edition-content.ts';
import type { Snapshot, SnapshotFile, SnapshotStatus } from './snapshot.ts';
import { STAGES, taskIdOf } from './task.ts';

export type SnapshotRow = Selectable<Schema['snapshots']>;
type NewSnapshot = Omit<Snapshot, 'status' | 'error' | 'completedAt' | 'file'>;

/** The places of the queue that unfinished tasks take. */
export interface Places {
  taken: number;
  /** Those of one account. */
  own: number;
  /** Whether the account can have one more: it has no more than are free, so it cannot take them from all others. */
  hasMore: boolean;
}

/** Returns a query that counts the places of an account. @param all the number of places */
const placesSql = (account: string, all: number) => sql<Places>`
  select taken, own, taken < ${all}::int and own < ${all}::int - taken as "hasMore"
  from (
    select count(*)::int as taken, (count(*) filter (where created_by = ${account}::text))::int as own
    from (select created_by from tasks where status in ('pending', 'running') limit ${all}::int) as open
  ) as counted`;

/** Counts the places of an account in the queue. */
export async function countPlaces(db: Queryable, account: string, all: number): Promise<Places> {
  const { rows } = await placesSql(account, all).execute(db);
  return rows[0] as Places;
}

/** Inserts a snapshot and its task, if the queue has a place for them. Returns the places before. */
export async function insertSnapshot(
  tx: Transaction,
  {
    id,
    roomId,
    roomTitle,
    title,
    type,
    sections,
    includeCommercial,
    stateHash,
    revision,
    compared,
    ...asked
  }: NewSnapshot,
  { timeoutSeconds, maxOpenTasks }: { timeoutSeconds: number; maxOpenTasks: number },
): Promise<Places> {
  const { rows } = await sql<Places>`
    with places as (${placesSql(asked.createdBy, maxOpenTasks)}), snapshot as (
      insert into snapshots (id, room_id, room_title, state_hash, revision, title, type, include_documents,
        include_approvals, include_activity, include_commercial, created_by, created_by_name, created_at, status,
        compared_id, compared_at, compared_revision, compared_state_hash, compared_documents,
        compared_approvals, compared_activity)
      select ${id}::uuid, ${roomId}::uuid, ${roomTitle}, ${stateHash}, ${revision}::int, ${title}, ${type},
        ${sections.documents}::boolean, ${sections.approvals}::boolean, ${sections.activity}::boolean,
        ${includeCommercial}::boolean, ${asked.createdBy}, ${asked.createdByName}, ${asked.createdAt}::timestamptz, 'generating',
        ${compared?.snapshotId ?? null}::uuid, ${compared?.takenAt ?? null}::timestamptz,
        ${compared?.revision ?? null}::int, ${compared?.stateHash ?? null}::text,
        ${compared?.sections.documents ?? null}::boolean, ${compared?.sections.approvals ?? null}::boolean,
        ${compared?.sections.activity ?? null}::boolean
      from places where "hasMore"
      returning id, seq, created_by, created_at
    ), task as (
      insert into tasks (id, snapshot_id, seq, created_by, status, stage, progress, attempt, version, timeout_seconds,
        created_at)
      select ${taskIdOf(id)}, id, seq, created_by, 'pending', 'queued', ${STAGES.queued}::int, 0, 1, ${timeoutSeconds}::int,
      created_at
      from snapshot
    )
    select * from places`.execute(tx);
  return rows[0] as Places;
}

export async function findSnapshot(db: Queryable, roomId: string, id: string): Promise<Snapshot | undefined> {
  const row = await db
    .selectFrom('snapshots')
    .selectAll()
    .where('id', '=', id)
    .where('room_id', '=', roomId)
    .executeTakeFirst();
  return row && toSnapshot(row);
}

/** Returns a snapshot. @throws AppError `snapshot_not_found`, also for a snapshot of another room */
export async function requireSnapshot(db: Queryable, roomId: string, id: string): Promise<Snapshot> {
  const snapshot = isId(id) ? await findSnapshot(db, roomId, id) : undefined;
  if (!snapshot) throw snapshotNotFound();
  return snapshot;
}

const snapshotNotFound = () => new AppError('not_found', 'snapshot_not_found', 'Snapshot not found');

/** Returns whether one of these snapshots of a room contains commercial terms. Unknown ones contain none. */
export async function containCommercial(
  db: Queryable,
  roomId: string,
  ids: readonly string[],
): Promise<boolean> {
  const { rows } = await sql`
    select from snapshots
    where room_id = ${roomId}::uuid and id = any(${ids.filter(isId)}::uuid[]) and include_commercial
    limit 1`.execute(db);
  return rows.length > 0;
}

/** Returns the snapshots, newest first. */
export async function listSnapshots(
  db: Queryable,
  roomId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<Snapshot[]> {
  // The index alone finds the page, however many snapshots come before it.
  const page = db
    .selectFrom('snapshots')
    .select('seq')
    .where('room_id', '=', roomId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .offset(offset);
  const rows = await db
    .selectFrom('snapshots')
    .selectAll()
    .where('seq', 'in', page)
    .orderBy('seq', 'desc')
    .execute();
  return rows.map(toSnapshot);
}

export async function setSnapshotStatus(
  tx: Transaction,
  id: string,
  status: SnapshotStatus,
  error: string | null,
): Promise<void> {
  await tx.updateTable('snapshots').set({ status, error }).where('id', '=', id).execute();
}

/**
 * Deletes a snapshot, its task, and the states that no other snapshot froze or is compared with.
 * @throws AppError `snapshot_not_found` if another request has just deleted it
 */
export async function deleteSnapshotRows(
  tx: Transaction,
  { id, roomId, stateHash, compared }: Snapshot,
): Promise<void> {
  // A concurrent freeze of the same state has a shared lock on the room.
  await tx.selectFrom('rooms').select('id').where('id', '=', roomId).forUpdate().execute();
  // Delete the task first: finish, cancel and retry use this order too, which prevents a deadlock.
  await tx.deleteFrom('tasks').where('snapshot_id', '=', id).execute();
  const { numDeletedRows } = await tx.deleteFrom('snapshots').where('id', '=', id).executeTakeFirst();
  if (Number(numDeletedRows) === 0) throw snapshotNotFound();
  await tx
    .deleteFrom('room_states')
    .where('hash', 'in', compared === null ? [stateHash] : [stateHash, compared.stateHash])
    .where(({ not, exists, selectFrom, ref }) =>
      not(exists(selectFrom('snapshots').select('id').where('state_hash', '=', ref('room_states.hash')))),
    )
    .where(({ not, exists, selectFrom, ref }) =>
      not(
        exists(
          selectFrom('snapshots').select('id').where('compared_state_hash', '=', ref('room_states.hash')),
        ),
      ),
    )
    .execute();
}

/**
 * Locks one finished snapshot whose retention time is over, with its room and task: the oldest one of the first room
 * that has any.
 * @param fromRoom the id from which rooms are searched, in ascending order
 */
export async function takeExpiredSnapshot(
  tx: Transaction,
  at: Date,
  fromRoom: string,
): Promise<{ snapshot: Snapshot; retentionDays: number } | undefined> {
  const expired = await sql<{ id: string; snapshot_retention_days: number }>`
    select s.id, r.snapshot_retention_days from rooms r cross join lateral (
      select id from snapshots
      where room_id = r.id and status <> 'generating'
        and created_at < ${at}::timestamptz - make_interval(days => r.snapshot_retention_days)
      order by created_at limit 1
    ) as s
    where r.snapshot_retention_days is not null and r.id >= ${fromRoom}::uuid
    order by r.id limit 1
    for update of r skip locked`.execute(tx);
  const [found] = expired.rows;
  if (!found) return undefined;
  // Lock the task before the snapshot, as in `deleteSnapshotRows`.
  await tx.selectFrom('tasks').select('id').where('snapshot_id', '=', found.id).forUpdate().execute();
  const row = await tx
    .selectFrom('snapshots')
    .selectAll()
    .where('id', '=', found.id)
    .where('status', '<>', 'generating')
    .forUpdate()
    .executeTakeFirst();
  // Another request has deleted or retried it since it was found, so the next search does not find it.
  if (!row) return takeExpiredSnapshot(tx, at, fromRoom);
  return { snapshot: toSnapshot(row), retentionDays: found.snapshot_retention_days };
}

export const toSnapshot = (row: SnapshotRow): Snapshot => ({
  id: row.id,
  roomId: row.room_id,
  roomTitle: row.room_title,
  title: row.title,
  type: row.type as SnapshotType,
  sections: {
    documents: row.include_documents,
    approvals: row.include_approvals,
    activity: row.include_activity,
  },
  includeCommercial: row.include_commercial,
  stateHash: row.state_hash,
  revision: row.revision,
  compared: toCompared(row),
  createdBy: row.created_by,
  createdByName: row.created_by_name,
  createdAt: row.created_at,
  status: row.status as SnapshotStatus,
  error: row.error,
  completedAt: row.completed_at,
  file: toFile(row),
});

function toCompared(row: SnapshotRow): ComparedSnapshot | null {
  const { compared_id, compared_at, compared_revision, compared_state_hash } = row;
  if (!compared_id || !compared_at || !compared_state_hash) return null;
  return {
    snapshotId: compared_id,
    takenAt: compared_at,
    revision: compared_revision ?? 0,
    stateHash: compared_state_hash,
    sections: {
      documents: row.compared_documents === true,
      approvals: row.compared_approvals === true,
      activity: row.compared_activity === true,
    },
  };
}

function toFile(row: SnapshotRow): SnapshotFile | null {
  const { edition_key, edition_sha256, edition_size, seal_sha256, seal_size, file_sha256 } = row;
  if (!edition_key || !edition_sha256 || !file_sha256) return null;
  return {
    editionKey: edition_key,
    editionSha256: edition_sha256,
    editionSize: edition_size ?? 0,
    sealSha256: seal_sha256,
    sealSize: seal_size ?? 0,
    sha256: file_sha256,
  };
}
