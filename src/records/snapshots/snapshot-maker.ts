import { createHash } from 'node:crypto';
import { appendAudit, readAuditHead } from '../../platform/audit/audit-log.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { JobTry } from '../../platform/jobs/worker.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError, type ErrorKind } from '../../platform/kernel/errors.ts';
import type { MetricsSink } from '../../platform/metrics/metrics-recorder.ts';
import { type Tracer, untraced } from '../../platform/tracing/tracing.ts';
import type { Edition, EditionCache } from '../editions/edition-cache.ts';
import { touchEdition } from '../editions/edition-store.ts';
import type { Sealer } from '../seal/sealer.ts';
import { deferral, isTransient, waitedTooLong } from './deferral.ts';
import { requestOf } from './edition-request.ts';
import type { Snapshot, SnapshotFile } from './snapshot.ts';
import { MAKE_SNAPSHOT, type MakeSnapshotData } from './snapshot-job.ts';
import { makeStamp, type StampRenderer } from './snapshot-stamp.ts';
import { completeSnapshot, findSnapshot, setSnapshotStatus } from './snapshot-store.ts';
import { statementOf } from './statement.ts';
import { type Stage, taskIdOf } from './task.ts';
import { advanceTask, endTask, type Lease, takeTask } from './task-store.ts';

export interface SnapshotLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface SnapshotMakerParts {
  database: Database;
  blobs: BlobStore;
  editions: EditionCache;
  sealer: Sealer;
  stamps: StampRenderer;
  metrics: Pick<MetricsSink, 'generation' | 'failure'>;
  clock: Clock;
  log: SnapshotLog;
  tracer?: Tracer | undefined;
  /** How long a snapshot may wait for its time stamp. */
  maxWaitMs: number;
}

/** These come out the same however often they are tried. */
const PERMANENT_KINDS: readonly ErrorKind[] = ['invalid', 'too_large'];
const PROCESS_DIED = 'process_died';
const PERMANENT_CODES: readonly string[] = ['render_timeout', 'state_corrupted'];

/** Somebody else has the task now, or has ended it: stop and change nothing. */
class LeaseLost extends Error {}

/** Makes the snapshots that were asked for: the handlers of the job. */
export function createSnapshotMaker(parts: SnapshotMakerParts) {
  const { database, metrics, clock, log, tracer = untraced, maxWaitMs } = parts;

  async function make(attempt: JobTry<MakeSnapshotData>): Promise<void> {
    const taskId = taskIdOf(attempt.data.snapshot_id);
    // On the disk before anything else: a task that the server dies of must not be forgotten with it, and no
    // later attempt may get the number of one that is still alive.
    const lease = await database.transaction(async (tx) =>
      (await attempt.isCurrent(tx)) ? takeTask(tx, taskId, clock()) : undefined,
    );
    if (!lease) return;
    const { snapshot } = lease;
    const ids = { snapshot_id: snapshot.id, task_id: taskId, request_id: attempt.data.request_id };
    try {
      await tracer.task(
        {
          name: MAKE_SNAPSHOT.name,
          traceparent: attempt.data.traceparent,
          attributes: { ...ids, room_id: snapshot.roomId, attempt: lease.attempt },
        },
        () => makeLeased({ ...parts, tracer, lease, snapshot, ids, signal: attempt.signal }),
      );
    } catch (error) {
      if (error instanceof LeaseLost) return log.info(ids, 'attempt overtaken');
      const wait = isTransient(error) && (await defer(attempt, lease, ids, error));
      if (wait !== true) await settleFailure(snapshot, lease, ids, wait || error, attempt.last);
    }
  }

  /** Makes the task wait. Returns true if it does (or is not ours any more), or why it is not to wait longer. */
  async function defer(
    attempt: JobTry<MakeSnapshotData>,
    lease: Lease,
    ids: TaskIds,
    error: AppError,
  ): Promise<true | AppError> {
    const at = clock();
    const since = lease.waitingSince ?? at;
    const next = deferral(error, since, at, maxWaitMs);
    if (!next) return waitedTooLong(error, since);
    const change = {
      status: 'pending',
      stage: 'queued',
      error: next.message,
      waitingSince: since,
      at,
    } as const;
    await database.transaction(async (tx) => {
      if (await advanceTask(tx, lease, change)) await attempt.defer(tx, next.delaySeconds);
    });
    log.warn({ ...ids, reason: error.code, delay_s: next.delaySeconds, err: error }, 'deferred');
    return true;
  }

  /** Ends the task if there is no hope left, otherwise lets the queue try again. */
  async function settleFailure(
    snapshot: Snapshot,
    lease: Lease,
    ids: TaskIds,
    error: unknown,
    last: boolean,
  ): Promise<void> {
    const reason = explain(error);
    const cause = { ...ids, attempt: lease.attempt, reason: codeOf(error), err: error };
    if (!last && !isPermanent(error) && !isTransient(error)) {
      const held = await advanceTask(database.query, lease, {
        status: 'running',
        error: reason,
        at: clock(),
      });
      // The job is not ours to fail either: whoever has the task now has it, too, or it is ended.
      if (!held) return log.info(ids, 'attempt overtaken');
      log.warn(cause, 'attempt failed, trying again');
      throw error;
    }
    const failed = await database.transaction(async (tx) => {
      const held = await advanceTask(tx, lease, { status: 'failed', error: reason, at: clock() });
      if (held) await recordFailure(tx, snapshot, reason, clock());
      return held;
    });
    if (!failed) return;
    log.error(cause, 'failed');
    metrics.failure({ type: snapshot.type, reason: cause.reason });
  }

  /** For a task whose every attempt took its process down with it. */
  async function onDeadLetter({ room_id, snapshot_id, request_id }: MakeSnapshotData): Promise<void> {
    const reason =
      'The server stopped each time it tried to make this snapshot. Try again, or ask your administrator.';
    const taskId = taskIdOf(snapshot_id);
    const failed = await database.transaction(async (tx) => {
      const snapshot = await findSnapshot(tx, room_id, snapshot_id);
      if (!snapshot) return undefined;
      const open = await endTask(tx, taskId, { status: 'failed', error: reason, at: clock() });
      if (open) await recordFailure(tx, snapshot, reason, clock());
      return open ? snapshot : undefined;
    });
    if (!failed) return;
    log.error({ snapshot_id, task_id: taskId, request_id, reason: PROCESS_DIED }, 'failed');
    metrics.failure({ type: failed.type, reason: PROCESS_DIED });
  }

  return { make, onDeadLetter };
}

/** What every line of the log about a task names. */
interface TaskIds {
  snapshot_id: string;
  task_id: string;
  request_id: string | undefined;
}

interface LeasedParts extends SnapshotMakerParts {
  tracer: Tracer;
  lease: Lease;
  snapshot: Snapshot;
  ids: TaskIds;
  signal: AbortSignal;
}

/** Edition, seal, file, and one transaction that makes all of it so. */
async function makeLeased({ lease, snapshot, ids, ...parts }: LeasedParts): Promise<void> {
  const { database, blobs, editions, sealer, stamps, metrics, clock, log, tracer, signal } = parts;
  const waitMs = lease.attempt === 1 ? clock().getTime() - snapshot.createdAt.getTime() : null;
  const started = performance.now();
  const lap = stopwatch(started);
  const advance = async (stage: Stage) => {
    const held = await advanceTask(database.query, lease, { status: 'running', stage, at: clock() });
    if (!held) throw new LeaseLost();
  };
  const edition = await editions.obtain(requestOf(database.query, snapshot), {
    signal,
    timeoutMs: lease.timeoutSeconds * 1000,
    // Never throws for a lost lease: others may wait for the same rendering.
    onMiss: async () => {
      log.info({ ...ids, duration_ms: lap() }, 'cache miss');
      await advanceTask(database.query, lease, { status: 'running', stage: 'edition', at: clock() });
    },
  });
  if (edition.source === 'rendered') {
    log.info({ ...ids, duration_ms: lap(), size: edition.size }, 'rendered');
    await advance('rendered');
  } else log.info({ ...ids, tier: edition.source, duration_ms: lap() }, 'cache hit');
  const statement = statementOf(snapshot, edition, await readAuditHead(database.query));
  const seal = await tracer.step('seal', async () => {
    const stamp = snapshot.type === 'pdf' ? await makeStamp(database.query, stamps, statement) : undefined;
    return sealer.seal(edition.bytes, snapshot.type, statement, stamp);
  });
  log.info({ ...ids, duration_ms: lap(), size: seal.length }, 'sealed');
  const [file] = await tracer.step('store', () =>
    Promise.all([store(blobs, edition, seal), advance('sealed')]),
  );
  const completed = await tracer.step('complete', () =>
    database.transaction((tx) => complete(tx, lease, snapshot, edition, file, clock())),
  );
  if (!completed) throw new LeaseLost();
  const durationMs = performance.now() - started;
  log.info({ ...ids, duration_ms: durationMs, source: edition.source }, 'completed');
  metrics.generation({ type: snapshot.type, source: edition.source, durationMs, waitMs });
}

/** Milliseconds since the last call, the first time since the start. */
function stopwatch(start: number): () => number {
  let last = start;
  return () => {
    const now = performance.now();
    const lap = now - last;
    last = now;
    return lap;
  };
}

async function store(blobs: BlobStore, edition: Edition, seal: Uint8Array): Promise<SnapshotFile> {
  // An edition that was found may be one that nothing stood on until now.
  if (edition.source !== 'rendered') await blobs.keep(edition.sha256, edition.bytes);
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
  lease: Lease,
  snapshot: Snapshot,
  edition: Edition,
  file: SnapshotFile,
  at: Date,
): Promise<boolean> {
  const wasCached = edition.source !== 'rendered';
  if (!(await advanceTask(tx, lease, { status: 'completed', stage: 'stored', wasCached, at }))) return false;
  await completeSnapshot(tx, snapshot.id, file, at);
  await touchEdition(tx, edition, at);
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

const isPermanent = (error: unknown): boolean =>
  error instanceof AppError && (PERMANENT_KINDS.includes(error.kind) || PERMANENT_CODES.includes(error.code));

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : 'internal_error');

/** What a user may read about a failure; the log has the rest. */
const explain = (error: unknown): string =>
  error instanceof AppError
    ? error.message
    : 'The record could not be made because of a fault in the server.';
