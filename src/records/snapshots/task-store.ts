import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import { deleteInBatches } from '../../platform/db/delete-in-batches.ts';
import type { SnapshotType } from '../editions/edition-content.ts';
import type { Snapshot } from './snapshot.ts';
import { type SnapshotRow, toSnapshot } from './snapshot-store.ts';
import { STAGES, type Stage, TASK_STATUSES, type Task, type TaskStatus } from './task.ts';

/** The channel that announces every committed change of a task. */
export const TASK_CHANNEL = 'roomshot_task';

/** The attempt that holds the task. Only this attempt may change it. */
export interface Lease {
  taskId: string;
  attempt: number;
  timeoutSeconds: number;
  /** How many attempts count against the limit, with this one. */
  failures?: number;
  /** The time since when the task waits for the end of an outage, by the clock of the queue. Null if it does not wait. */
  waitingSince?: Date | null;
}

interface Change {
  status: TaskStatus;
  stage?: Stage;
  error?: string | null;
  wasCached?: boolean;
  waitingSince?: Date;
  /**
   * Whether the task returns to the queue: its age in the queue starts again here, and its duration at the next start.
   */
  queuedAgain?: boolean;
  at: Date;
}

/**
 * Progress is not written in transactions, so a crash of the database server can take back what listeners have seen.
 * All else is, and makes the version greater than that of any progress since the attempt began.
 */
export const DURABLE_STEP = 10;

/** A notification of the database has at most 8,000 bytes. */
const MAX_ANNOUNCED_ERROR = 1000;

/** Announces the changed tasks of a statement. */
export const ANNOUNCE = sql`select pg_notify(${sql.lit(TASK_CHANNEL)}, json_build_object(
  'task_id', id, 'room_id', (select room_id from snapshots where snapshots.id = snapshot_id), 'version', version, 'status', status, 'stage', stage, 'progress', progress, 'error', left(error, ${sql.lit(MAX_ANNOUNCED_ERROR)}))::text) from changed`;

/** A task with its snapshot. */
export interface TaskOfSnapshot {
  task: Task;
  snapshot: Snapshot;
}

const tasksOfSnapshots = (db: Queryable) =>
  db
    .selectFrom('tasks')
    .innerJoin('snapshots', 'snapshots.id', 'tasks.snapshot_id')
    .selectAll('snapshots')
    .select([
      'tasks.id as task_id',
      'tasks.version',
      'tasks.status as task_status',
      'tasks.stage',
      'tasks.progress',
      'tasks.timeout_seconds',
      'tasks.attempt',
      'tasks.was_cached',
      'tasks.error as task_error',
      'tasks.started_at as task_started_at',
      'tasks.completed_at as task_completed_at',
    ]);

export async function findTask(db: Queryable, taskId: string): Promise<TaskOfSnapshot | undefined> {
  const row = await tasksOfSnapshots(db).where('tasks.id', '=', taskId).executeTakeFirst();
  return row && toTaskOfSnapshot(row);
}

export async function findRoomOfTask(db: Queryable, taskId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('tasks')
    .innerJoin('snapshots', 'snapshots.id', 'tasks.snapshot_id')
    .select('snapshots.room_id')
    .where('tasks.id', '=', taskId)
    .executeTakeFirst();
  return row?.room_id;
}

interface TaskFilter {
  status?: TaskStatus | undefined;
  roomId?: string | undefined;
  /** The position of the last snapshot on the page before. */
  before: number | undefined;
  limit: number;
}

/** Returns the tasks of all rooms, newest first, each with its position. */
export async function listTasks(
  db: Queryable,
  { status, roomId, before, limit }: TaskFilter,
): Promise<(TaskOfSnapshot & { place: number })[]> {
  const statuses = status === undefined ? TASK_STATUSES : [status];
  const page = { before: before ?? MAX_PLACE, limit };
  const places = roomId === undefined ? newestTasks(statuses, page) : newestOfRoom(roomId, statuses, page);
  const rows = await tasksOfSnapshots(db)
    .where('snapshots.seq', '=', sql<number>`any(array(${places}))`)
    .orderBy('snapshots.seq', 'desc')
    .execute();
  return rows.map((row) => ({ ...toTaskOfSnapshot(row), place: row.seq }));
}

type Page = Required<Pick<TaskFilter, 'before' | 'limit'>> & { before: number };

const MAX_PLACE = 2_147_483_647;

/** Selects the places of the newest tasks, from the newest of each status: an index finds these. */
const newestTasks = (statuses: readonly TaskStatus[], { before, limit }: Page) => sql`
  select newest.seq from unnest(${statuses}::text[]) as given (status) cross join lateral (
    select tasks.seq from tasks where tasks.status = given.status and tasks.seq < ${before}::int
    order by tasks.seq desc limit ${limit}::int
  ) as newest
  order by newest.seq desc limit ${limit}::int`;

/** The same of one room, from the snapshots of the room. */
const newestOfRoom = (roomId: string, statuses: readonly TaskStatus[], { before, limit }: Page) => sql`
  select snapshots.seq from snapshots join tasks on tasks.snapshot_id = snapshots.id
  where snapshots.room_id = ${roomId}::uuid and snapshots.seq < ${before}::int
    and tasks.status = any(${statuses}::text[])
  order by snapshots.seq desc limit ${limit}::int`;

type TaskRow = Awaited<ReturnType<ReturnType<typeof tasksOfSnapshots>['execute']>>[number];

function toTaskOfSnapshot(row: TaskRow): TaskOfSnapshot {
  const task: Task = {
    task_id: row.task_id,
    room_id: row.room_id,
    version: row.version,
    status: row.task_status as TaskStatus,
    stage: row.stage as Stage,
    progress: row.progress,
    timeoutSeconds: row.timeout_seconds,
    attempt: row.attempt,
    wasCached: row.was_cached,
    error: row.task_error,
    startedAt: row.task_started_at,
    completedAt: row.task_completed_at,
  };
  return { task, snapshot: toSnapshot(row) };
}

/** A leased task, with its snapshot. */
export interface TakenTask {
  lease: Lease;
  snapshot: Snapshot;
}

interface TakenRow extends SnapshotRow {
  task_id: string;
  attempt: number;
  failures: number;
  timeout_seconds: number;
  waiting_since: Date | null;
}

/**
 * Leases unfinished tasks, each to a new attempt. An earlier attempt can no longer change its task. The attempt counts
 * against the limit until `forgiveAttempt`, so that an attempt that kills its process counts.
 * @param maxFailures a task with so many attempts that count is not leased
 */
export async function takeTasks(
  db: Queryable,
  taskIds: readonly string[],
  at: Date,
  maxFailures = Number.MAX_SAFE_INTEGER,
): Promise<TakenTask[]> {
  const { rows } = await sql<TakenRow>`
    with changed as (
      update tasks set status = 'running', stage = 'state', progress = ${STAGES.state},
        attempt = attempt + 1, failed_attempts = failed_attempts || (attempt + 1), version = version + ${DURABLE_STEP}::int,
        started_at = coalesce(started_at, ${at}::timestamptz)
      where id = any(${taskIds}::text[]) and status in ('pending', 'running')
        and cardinality(failed_attempts) < ${maxFailures}::bigint
      returning *
    ), announced as (${ANNOUNCE})
    select snapshots.*, changed.id as task_id, changed.attempt, cardinality(changed.failed_attempts) as failures,
      changed.timeout_seconds, changed.waiting_since, (select count(*) from announced)
    from changed join snapshots on snapshots.id = changed.snapshot_id`.execute(db);
  return rows.map(({ task_id: taskId, attempt, failures, timeout_seconds, waiting_since, ...row }) => ({
    lease: { taskId, attempt, failures, timeoutSeconds: timeout_seconds, waitingSince: waiting_since },
    snapshot: toSnapshot(row),
  }));
}

/** Changes a leased task. Returns whether the lease was still valid. */
export async function advanceTask(db: Queryable, lease: Lease, change: Change): Promise<boolean> {
  return changeTask(
    db,
    sql`id = ${lease.taskId} and attempt = ${lease.attempt} and status = 'running'`,
    change,
  );
}

/** Makes an attempt no longer count against the limit of its task, whether or not it still has the lease. */
export async function forgiveAttempt(db: Queryable, { taskId, attempt }: Lease): Promise<void> {
  await sql`update tasks set failed_attempts = array_remove(failed_attempts, ${attempt}::int)
    where id = ${taskId}`.execute(db);
}

/** Ends an unfinished task, whatever attempt has the lease. Returns whether there was such a task. */
export async function endTask(db: Queryable, taskId: string, change: Change): Promise<boolean> {
  return changeTask(db, sql`id = ${taskId} and status in ('pending', 'running')`, change);
}

/** Reopens a failed or cancelled task. Returns whether it was one. */
export async function reopenTask(db: Queryable, taskId: string, at: Date): Promise<boolean> {
  return changeTask(db, sql`id = ${taskId} and status in ('failed', 'cancelled')`, {
    status: 'pending',
    stage: 'queued',
    error: null,
    queuedAgain: true,
    at,
  });
}

/** Lists the unfinished tasks, the oldest first. */
export async function listOpenTasks(
  db: Queryable,
): Promise<{ snapshot: Pick<Snapshot, 'id' | 'roomId' | 'type' | 'createdBy'>; timeoutSeconds: number }[]> {
  const rows = await db
    .selectFrom('tasks')
    .innerJoin('snapshots', 'snapshots.id', 'tasks.snapshot_id')
    .select(['snapshots.id', 'snapshots.room_id', 'snapshots.type', 'snapshots.created_by'])
    .select('tasks.timeout_seconds')
    .where('tasks.status', 'in', ['pending', 'running'])
    .orderBy('snapshots.seq')
    .execute();
  return rows.map(({ id, room_id, type, created_by, timeout_seconds }) => ({
    snapshot: { id, roomId: room_id, type: type as SnapshotType, createdBy: created_by },
    timeoutSeconds: timeout_seconds,
  }));
}

/** Deletes the tasks that ended before a given time. Their snapshots stay. Returns how many there were. */
export function forgetFinishedTasks(db: Queryable, before: Date): Promise<number> {
  const ended = sql<boolean>`status not in ('pending', 'running') and completed_at < ${before}::timestamptz`;
  return deleteInBatches(db, 'tasks', ended);
}

async function changeTask(
  db: Queryable,
  which: ReturnType<typeof sql>,
  { status, stage, error, wasCached, waitingSince, queuedAgain = false, at }: Change,
): Promise<boolean> {
  const final = status !== 'pending' && status !== 'running';
  const { rows } = await sql`
    with changed as (
      update tasks set status = ${status}::text, version = version + ${status === 'running' ? 1 : DURABLE_STEP}::int,
        stage = coalesce(${stage ?? null}::text, stage),
        progress = coalesce(${stage === undefined ? null : STAGES[stage]}::int, progress),
        error = ${error ?? null}::text,
        was_cached = coalesce(${wasCached ?? null}::boolean, was_cached),
        waiting_since = case when not ${final} then coalesce(${waitingSince ?? null}::timestamptz, waiting_since) end,
        created_at = case when ${queuedAgain} then ${at}::timestamptz else created_at end,
        failed_attempts = case when ${queuedAgain || status === 'completed'} then '{}' else failed_attempts end,
        started_at = case when not ${queuedAgain} then started_at end,
        completed_at = ${final ? at : null}::timestamptz
      where ${which}
      returning *
    ), announced as (${ANNOUNCE})
    select 1 from changed, announced`.execute(db);
  return rows.length > 0;
}
