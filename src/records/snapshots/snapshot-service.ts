import type { RoomActor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { DetailOf } from '../../platform/events/catalogue.ts';
import type { JobQueue } from '../../platform/jobs/job-queue.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { Tracing } from '../../platform/tracing/tracing.ts';
import { forgetUnusedEdition } from '../editions/edition-store.ts';
import { fileSize, type Snapshot } from './snapshot.ts';
import { jobKindOf, type MakeSnapshotData } from './snapshot-job.ts';
import { freezeSnapshot, type SnapshotRequest } from './snapshot-request.ts';
import {
  countPlaces,
  deleteSnapshotRows,
  insertSnapshot,
  type Places,
  setSnapshotStatus,
} from './snapshot-store.ts';
import { type Task, taskIdOf } from './task.ts';
import { endTask, listOpenTasks, reopenTask } from './task-store.ts';

/** The role of the actor who deletes a snapshot, or the policy that requires it. */
type DeletionReason = { deleted_by_role: string } | { snapshot_retention_days: number };

/** With more unfinished tasks, a new task would wait too long. It is rejected instead. */
const MAX_OPEN_TASKS = 1000;
const RETRY_WHEN_FULL_SECONDS = 10;
/** An attempt ends itself at its time limit. The queue expires a job only if the attempt fails to do so. */
const SETTLING_SECONDS = 60;

interface EnqueueOptions {
  timeoutSeconds: number;
  /** How many unfinished tasks the same account has requested before. */
  ahead: number;
  requestId?: string | undefined;
}

interface ServiceParts {
  queue: Pick<JobQueue, 'enqueue'>;
  tracing?: Pick<Tracing, 'traceparent'> | undefined;
}

/** Requests and retries snapshots, which are made in the background. Each call uses the caller's transaction. */
export class SnapshotService {
  readonly #queue: ServiceParts['queue'];
  readonly #tracing: ServiceParts['tracing'];

  constructor({ queue, tracing }: ServiceParts) {
    this.#queue = queue;
    this.#tracing = tracing;
  }

  /**
   * Freezes the current state of the room, and enqueues the job that makes the snapshot.
   * @throws AppError `queue_full`, `too_many_tasks`, and the errors of `freezeSnapshot`
   */
  async request(tx: Transaction, actor: RoomActor, request: SnapshotRequest, at: Date): Promise<Snapshot> {
    const { timeoutSeconds, requestId } = request;
    const snapshot = await freezeSnapshot(tx, actor, request, at);
    const places = await insertSnapshot(tx, snapshot, { timeoutSeconds, maxOpenTasks: MAX_OPEN_TASKS });
    requirePlace(places);
    await this.#enqueue(tx, snapshot, { timeoutSeconds, requestId, ahead: places.own });
    const detail = creationOf(snapshot, actor);
    await appendAudit(tx, { ...entryOf(actor, snapshot, at), action: 'snapshot_created', detail });
    return snapshot;
  }

  /** Enqueues the jobs of all unfinished tasks, in a database without jobs. */
  async resume(tx: Transaction): Promise<void> {
    const enqueued = new Map<string, number>();
    for (const { snapshot, timeoutSeconds } of await listOpenTasks(tx)) {
      const ahead = enqueued.get(snapshot.createdBy) ?? 0;
      await this.#enqueue(tx, snapshot, { timeoutSeconds, ahead });
      enqueued.set(snapshot.createdBy, ahead + 1);
    }
  }

  /**
   * Enqueues the job of a failed or cancelled snapshot again. The frozen state does not change.
   * @throws AppError `task_not_failed`, `queue_full`, `too_many_tasks`
   */
  async retry(tx: Transaction, actor: RoomActor, snapshot: Snapshot, task: Task, at: Date): Promise<void> {
    const places = await countPlaces(tx, snapshot.createdBy, MAX_OPEN_TASKS);
    requirePlace(places);
    if (!(await reopenTask(tx, task.task_id, at))) {
      const text = 'Only a failed or cancelled task can be retried.';
      throw new AppError('conflict', 'task_not_failed', text);
    }
    await setSnapshotStatus(tx, snapshot.id, 'generating', null);
    await this.#enqueue(tx, snapshot, { timeoutSeconds: task.timeoutSeconds, ahead: places.own });
    const detail = { snapshot_id: snapshot.id };
    await appendAudit(tx, { ...entryOf(actor, snapshot, at), action: 'snapshot_retried', detail });
  }

  async #enqueue(
    tx: Transaction,
    { roomId, id, type, createdBy }: Pick<Snapshot, 'id' | 'roomId' | 'type' | 'createdBy'>,
    { timeoutSeconds, requestId, ahead }: EnqueueOptions,
  ): Promise<void> {
    const data: MakeSnapshotData = {
      room_id: roomId,
      snapshot_id: id,
      request_id: requestId,
      traceparent: this.#tracing?.traceparent(),
    };
    await this.#queue.enqueue(tx, jobKindOf(type), data, {
      timeoutSeconds: timeoutSeconds + SETTLING_SECONDS,
      share: `${roomId} ${createdBy}`,
      ahead,
    });
  }
}

/** Cancels the task of an unfinished snapshot. @throws AppError `task_finished` */
export async function cancelSnapshot(
  tx: Transaction,
  actor: RoomActor,
  snapshot: Snapshot,
  at: Date,
): Promise<void> {
  const error = `Cancelled by ${actor.name}.`;
  const cancelled = await endTask(tx, taskIdOf(snapshot.id), { status: 'cancelled', error, at });
  if (!cancelled) throw new AppError('conflict', 'task_finished', 'This task has already finished.');
  await setSnapshotStatus(tx, snapshot.id, 'failed', error);
  const detail = { snapshot_id: snapshot.id };
  await appendAudit(tx, { ...entryOf(actor, snapshot, at), action: 'snapshot_cancelled', detail });
}

/** Records a download. */
export async function recordDownload(
  tx: Transaction,
  actor: RoomActor,
  snapshot: Snapshot,
  at: Date,
): Promise<void> {
  const detail = {
    snapshot_id: snapshot.id,
    file_size: fileSize(snapshot),
    file_sha256: snapshot.file?.sha256 ?? null,
  };
  await appendAudit(tx, { ...entryOf(actor, snapshot, at), action: 'snapshot_downloaded', detail });
}

/** Deletes a snapshot. Returns the hashes of its blobs that no other snapshot needs. */
export async function deleteSnapshot(
  tx: Transaction,
  by: { email: string; detail: DeletionReason },
  snapshot: Snapshot,
  at: Date,
): Promise<string[]> {
  await deleteSnapshotRows(tx, snapshot);
  const { file } = snapshot;
  const orphans = file?.sealSha256 ? [file.sealSha256] : [];
  if (file && (await forgetUnusedEdition(tx, file.editionKey))) orphans.push(file.editionSha256);
  const detail = { snapshot_id: snapshot.id, snapshot_title: snapshot.title, ...by.detail };
  await appendAudit(tx, { ...entryOf(by, snapshot, at), action: 'snapshot_deleted', detail });
  return orphans;
}

/** @throws AppError `queue_full`, `too_many_tasks` */
function requirePlace({ taken, own, hasMore }: Places): void {
  if (hasMore) return;
  const options = { retryAfterSeconds: RETRY_WHEN_FULL_SECONDS };
  if (taken >= MAX_OPEN_TASKS) {
    const text = 'Too many snapshots are waiting. Try again in a moment.';
    throw new AppError('unavailable', 'queue_full', text, options);
  }
  const text = `${own} snapshots of this account are not finished. The ${MAX_OPEN_TASKS - taken} free places of the queue are for others. Try again when some are finished.`;
  throw new AppError('rate_limited', 'too_many_tasks', text, options);
}

/** Returns the members that all audit entries about a snapshot have. */
const entryOf = ({ email }: { email: string }, { roomId }: Snapshot, at: Date) => ({
  at,
  actor: email,
  roomId,
});

const creationOf = (snapshot: Snapshot, actor: RoomActor): DetailOf<'snapshot_created'> => ({
  snapshot_id: snapshot.id,
  snapshot_title: snapshot.title,
  snapshot_type: snapshot.type,
  created_by_role: actor.roomRole,
  options: {
    include_documents: snapshot.sections.documents,
    include_activity: snapshot.sections.activity,
    include_approvals: snapshot.sections.approvals,
    include_commercial: snapshot.includeCommercial,
    ...(snapshot.compared && { compare_to: snapshot.compared.snapshotId }),
  },
  revision: snapshot.revision,
  state_hash: snapshot.stateHash,
});
