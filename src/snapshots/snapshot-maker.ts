import { createHash } from 'node:crypto';
import { appendAudit } from '../audit/audit-log.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { Edition, EditionCache } from '../editions/edition-cache.ts';
import { saveEdition } from '../editions/edition-store.ts';
import type { JobTry } from '../jobs/worker.ts';
import type { Clock } from '../kernel/clock.ts';
import { AppError, type ErrorKind } from '../kernel/errors.ts';
import type { Sealer } from '../seal/sealer.ts';
import { requestOf } from './edition-request.ts';
import type { Snapshot, SnapshotFile } from './snapshot.ts';
import type { MakeSnapshotData } from './snapshot-job.ts';
import { completeSnapshot, findSnapshot, setSnapshotStatus } from './snapshot-store.ts';
import { statementOf } from './statement.ts';
import { type Stage, taskIdOf } from './task.ts';
import { advanceTask, endTask, type Hold, takeTask } from './task-store.ts';

export interface SnapshotLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface SnapshotMakerParts {
  database: Database;
  blobs: BlobStore;
  editions: EditionCache;
  sealer: Sealer;
  clock: Clock;
  log: SnapshotLog;
}

/** These come out the same however often they are tried. */
const HOPELESS: readonly ErrorKind[] = ['invalid', 'too_large'];
const HOPELESS_CODES: readonly string[] = ['render_timeout', 'state_corrupted'];

/** Somebody else has the task now, or has ended it: stop without a trace. */
class HoldLost extends Error {}

/** Makes the snapshots that were asked for: the handlers of the job. */
export function createSnapshotMaker(parts: SnapshotMakerParts) {
  const { database, clock, log } = parts;

  async function make(attempt: JobTry<MakeSnapshotData>): Promise<void> {
    const taskId = taskIdOf(attempt.data.snapshot_id);
    // On the disk before anything else: a task that the server dies of must not be forgotten with it, and no
    // later attempt may get the number of one that is still alive.
    const hold = await database.transaction((tx) => takeTask(tx, taskId, clock()));
    if (!hold) return;
    const { snapshot } = hold;
    try {
      await makeHeld(parts, hold, snapshot, attempt.signal);
    } catch (error) {
      if (error instanceof HoldLost) return log.info({ task_id: taskId }, 'attempt overtaken');
      await settleFailure(snapshot, hold, error, attempt.last);
    }
  }

  /** Ends the task if there is no hope left, otherwise lets the queue try again. */
  async function settleFailure(snapshot: Snapshot, hold: Hold, error: unknown, last: boolean): Promise<void> {
    const reason = explain(error);
    log.error({ err: error, task_id: hold.taskId, attempt: hold.attempt, last }, 'snapshot attempt failed');
    if (!last && !isHopeless(error)) {
      await advanceTask(database.query, hold, { status: 'running', error: reason, at: clock() });
      throw error;
    }
    await database.transaction(async (tx) => {
      const held = await advanceTask(tx, hold, { status: 'failed', error: reason, at: clock() });
      if (held) await recordFailure(tx, snapshot, reason, clock());
    });
  }

  /** For a task whose every attempt took its process down with it. */
  async function giveUp({ room_id, snapshot_id }: MakeSnapshotData): Promise<void> {
    const reason =
      'The server stopped each time it tried to make this snapshot. Try again, or ask your administrator.';
    await database.transaction(async (tx) => {
      const snapshot = await findSnapshot(tx, room_id, snapshot_id);
      if (!snapshot) return;
      const open = await endTask(tx, taskIdOf(snapshot_id), { status: 'failed', error: reason, at: clock() });
      if (open) await recordFailure(tx, snapshot, reason, clock());
    });
  }

  return { make, giveUp };
}

/** Edition, seal, file, and one transaction that makes all of it so. */
async function makeHeld(
  { database, blobs, editions, sealer, clock, log }: SnapshotMakerParts,
  hold: Hold,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const reach = async (stage: Stage) => {
    const held = await advanceTask(database.query, hold, { status: 'running', stage, at: clock() });
    if (!held) throw new HoldLost();
  };
  const edition = await editions.obtain(requestOf(database.query, snapshot), {
    signal,
    timeoutMs: hold.timeoutSeconds * 1000,
    // Never throws for a lost hold: others may wait for the same rendering.
    onMiss: async () =>
      void (await advanceTask(database.query, hold, { status: 'running', stage: 'edition', at: clock() })),
  });
  if (edition.source === 'rendered') await reach('rendered');
  const seal = await sealer.seal(edition.bytes, snapshot.type, statementOf(snapshot, edition));
  const [file] = await Promise.all([store(blobs, edition, seal), reach('sealed')]);
  const completed = await database.transaction((tx) => complete(tx, hold, snapshot, edition, file, clock()));
  if (!completed) throw new HoldLost();
  const duration_ms = Math.round(performance.now() - started);
  log.info(
    { task_id: hold.taskId, edition: edition.source, duration_ms, size: edition.size },
    'snapshot completed',
  );
}

async function store(blobs: BlobStore, edition: Edition, seal: Uint8Array): Promise<SnapshotFile> {
  const blob = await blobs.put(seal);
  return {
    editionKey: edition.key,
    editionSha256: edition.sha256,
    editionSize: edition.size,
    sealSha256: blob.sha256,
    sealSize: blob.size,
    sha256: createHash('sha256').update(edition.bytes).update(seal).digest('hex'),
  };
}

/** Returns false, with nothing changed, if the attempt no longer holds the task. */
async function complete(
  tx: Transaction,
  hold: Hold,
  snapshot: Snapshot,
  edition: Edition,
  file: SnapshotFile,
  at: Date,
): Promise<boolean> {
  const wasCached = edition.source !== 'rendered';
  if (!(await advanceTask(tx, hold, { status: 'completed', stage: 'stored', wasCached, at }))) return false;
  await completeSnapshot(tx, snapshot.id, file, at);
  await saveEdition(tx, edition, snapshot.type, at);
  await appendAudit(tx, {
    at,
    actor: 'system',
    action: 'snapshot_generated',
    roomId: snapshot.roomId,
    detail: {
      snapshot_id: snapshot.id,
      file_size: file.editionSize + file.sealSize,
      file_sha256: file.sha256,
      was_cached: wasCached,
      content_hash: file.editionKey.slice(0, 16),
    },
  });
  return true;
}

async function recordFailure(tx: Transaction, snapshot: Snapshot, reason: string, at: Date): Promise<void> {
  await setSnapshotStatus(tx, snapshot.id, 'failed', reason);
  await appendAudit(tx, {
    at,
    actor: 'system',
    action: 'snapshot_failed',
    roomId: snapshot.roomId,
    detail: { snapshot_id: snapshot.id, reason },
  });
}

const isHopeless = (error: unknown): boolean =>
  error instanceof AppError && (HOPELESS.includes(error.kind) || HOPELESS_CODES.includes(error.code));

/** What a user may read about a failure; the log has the rest. */
const explain = (error: unknown): string =>
  error instanceof AppError
    ? error.message
    : 'The record could not be made because of a fault in the server.';
