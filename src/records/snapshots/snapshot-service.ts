import { freezeState } from '../../clearance/state/room-state-store.ts';
import type { RoomActor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { DetailOf } from '../../platform/events/catalogue.ts';
import type { JobQueue } from '../../platform/jobs/job-queue.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import type { Tracing } from '../../platform/tracing/tracing.ts';
import { type Sections, SNAPSHOT_TYPES, type SnapshotType } from '../editions/edition-content.ts';
import { forgetUnusedEdition } from '../editions/edition-store.ts';
import { findCompared } from './compared-snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { MAKE_SNAPSHOT, type MakeSnapshotData } from './snapshot-job.ts';
import { deleteSnapshotRows, insertSnapshot, setSnapshotStatus } from './snapshot-store.ts';
import { type Task, taskIdOf } from './task.ts';
import { endTask, listOpenTasks, reopenTask } from './task-store.ts';

/** Characters. */
export const MAX_TITLE_LENGTH = 255;

export interface SnapshotRequest {
  title: string | null;
  type: string;
  sections: Sections;
  /** Id of an earlier snapshot of the room: the record then also shows the changes since. */
  compareTo: string | null;
  timeoutSeconds: number;
  /** The id of the HTTP request, for the log. */
  requestId?: string;
}

/** The role of who deletes a snapshot, or the policy that does. */
type DeletionReason = { deleted_by_role: string } | { snapshot_retention_days: number };

/** Beyond this many unfinished tasks a new one would wait so long that it is more honest to refuse it. */
const MAX_OPEN_TASKS = 1000;
const RETRY_WHEN_FULL_SECONDS = 10;
/** What exceeds its time ends itself and says so; the queue takes back only what does not manage even that. */
const SETTLING_SECONDS = 60;

/** What can be asked for and done with snapshots. Each change runs in the caller's transaction. */
export function createSnapshotService(
  queue: Pick<JobQueue, 'enqueue'>,
  tracing?: Pick<Tracing, 'traceparent'>,
) {
  async function enqueue(
    tx: Transaction,
    { roomId, id }: Pick<Snapshot, 'id' | 'roomId'>,
    timeoutSeconds: number,
    requestId?: string,
  ): Promise<void> {
    const data: MakeSnapshotData = {
      room_id: roomId,
      snapshot_id: id,
      request_id: requestId,
      traceparent: tracing?.traceparent(),
    };
    await queue.enqueue(tx, MAKE_SNAPSHOT, data, { timeoutSeconds: timeoutSeconds + SETTLING_SECONDS });
  }

  return {
    /**
     * Freezes the room as it is now and has the snapshot made in the background.
     * @throws AppError `invalid_snapshot_type`, `bad_title`, `compare_to_not_found`, `compare_to_newer`, `queue_full`
     */
    async request(tx: Transaction, actor: RoomActor, request: SnapshotRequest, at: Date): Promise<Snapshot> {
      const type = requireType(request.type);
      const title = parseTitle(request.title) || defaultTitle(at);
      const frozen = await freezeState(tx, actor.roomId, at);
      // Freezing holds the room, and whoever deletes a snapshot waits for it: what is found here stays.
      const { compareTo } = request;
      const compared = compareTo === null ? null : await findCompared(tx, actor.roomId, compareTo, at);
      const snapshot: Snapshot = {
        id: newId(),
        roomId: actor.roomId,
        roomTitle: frozen.roomTitle,
        title,
        type,
        sections: request.sections,
        stateHash: frozen.hash,
        revision: frozen.revision,
        compared,
        createdBy: actor.email,
        createdByName: actor.name,
        createdAt: at,
        status: 'generating',
        error: null,
        completedAt: null,
        file: null,
      };
      const { timeoutSeconds, requestId } = request;
      if (!(await insertSnapshot(tx, snapshot, { timeoutSeconds, maxOpenTasks: MAX_OPEN_TASKS }))) {
        throw queueFull();
      }
      await enqueue(tx, snapshot, timeoutSeconds, requestId);
      const detail = creationOf(snapshot, actor);
      await appendAudit(tx, { ...entryOf(actor, snapshot, at), action: 'snapshot_created', detail });
      return snapshot;
    },

    /** Records that somebody took the file. */
    recordDownload: (tx: Transaction, actor: RoomActor, snapshot: Snapshot, at: Date) =>
      appendAudit(tx, {
        ...entryOf(actor, snapshot, at),
        action: 'snapshot_downloaded',
        detail: {
          snapshot_id: snapshot.id,
          file_size: fileSize(snapshot),
          file_sha256: snapshot.file?.sha256 ?? null,
        },
      }),

    /** Deletes a snapshot. Returns the hashes of the blobs that it was the last to stand on. */
    async remove(
      tx: Transaction,
      by: { email: string; detail: DeletionReason },
      snapshot: Snapshot,
      at: Date,
    ): Promise<string[]> {
      await deleteSnapshotRows(tx, snapshot);
      const { file } = snapshot;
      const orphans = file ? [file.sealSha256] : [];
      if (file && (await forgetUnusedEdition(tx, file.editionKey))) orphans.push(file.editionSha256);
      const detail = { snapshot_id: snapshot.id, snapshot_title: snapshot.title, ...by.detail };
      await appendAudit(tx, { ...entryOf(by, snapshot, at), action: 'snapshot_deleted', detail });
      return orphans;
    },

    /** Enqueues the job of every task that is not finished, in a database whose jobs are gone. */
    async resume(tx: Transaction): Promise<void> {
      for (const { snapshot, timeoutSeconds } of await listOpenTasks(tx)) {
        await enqueue(tx, snapshot, timeoutSeconds);
      }
    },

    /** @throws AppError `task_finished` */
    async cancel(tx: Transaction, actor: RoomActor, snapshot: Snapshot, at: Date): Promise<void> {
      const error = `Cancelled by ${actor.name}.`;
      const cancelled = await endTask(tx, taskIdOf(snapshot.id), { status: 'cancelled', error, at });
      if (!cancelled) throw new AppError('conflict', 'task_finished', 'This task has already finished.');
      await setSnapshotStatus(tx, snapshot.id, 'failed', error);
      const detail = { snapshot_id: snapshot.id };
      await appendAudit(tx, { ...entryOf(actor, snapshot, at), action: 'snapshot_cancelled', detail });
    },

    /** Has a failed or cancelled snapshot made after all, of the state that it froze. @throws AppError `task_not_failed` */
    async retry(tx: Transaction, actor: RoomActor, snapshot: Snapshot, task: Task, at: Date): Promise<void> {
      if (!(await reopenTask(tx, task.task_id, at))) {
        throw new AppError(
          'conflict',
          'task_not_failed',
          'Only a failed or cancelled task can be tried again.',
        );
      }
      await setSnapshotStatus(tx, snapshot.id, 'generating', null);
      await enqueue(tx, snapshot, task.timeoutSeconds);
      const detail = { snapshot_id: snapshot.id };
      await appendAudit(tx, { ...entryOf(actor, snapshot, at), action: 'snapshot_retried', detail });
    },
  };
}

export type SnapshotService = ReturnType<typeof createSnapshotService>;

/** Bytes of the downloadable file, 0 until there is one. */
export const fileSize = ({ file }: Snapshot): number => (file ? file.editionSize + file.sealSize : 0);

/** The name that the reference gives to a record without one, in UTC. */
const defaultTitle = (at: Date): string =>
  `Room Status Snapshot - ${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)}`;

function requireType(type: string): SnapshotType {
  const known = SNAPSHOT_TYPES.find((name) => name === type);
  if (known) return known;
  const message = `Invalid snapshot type. Must be one of: ${SNAPSHOT_TYPES.join(', ')}`;
  throw new AppError('malformed', 'invalid_snapshot_type', message);
}

function parseTitle(text: string | null): string {
  const title = text?.trim() ?? '';
  if ([...title].length <= MAX_TITLE_LENGTH && !/[\p{Cc}\p{Cs}]/u.test(title)) return title;
  const message = `A title has at most ${MAX_TITLE_LENGTH} characters, and no line breaks or control characters.`;
  throw new AppError('invalid', 'bad_title', message);
}

const queueFull = (): AppError =>
  new AppError('unavailable', 'queue_full', 'Too many snapshots are waiting to be made. Try again shortly.', {
    retryAfterSeconds: RETRY_WHEN_FULL_SECONDS,
  });

/** The members that all audit entries about a snapshot have. */
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
    ...(snapshot.compared && { compare_to: snapshot.compared.snapshotId }),
  },
  revision: snapshot.revision,
  state_hash: snapshot.stateHash,
});
