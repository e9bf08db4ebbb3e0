import { findTimeZone } from '../../clearance/rooms/room-store.ts';
import { readProvenHead } from '../../platform/audit/audit-proof.ts';
import type { Blobs } from '../../platform/blobs/blob-ledger.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import type { MetricsSink } from '../../platform/metrics/metrics-recorder.ts';
import type { Tracer } from '../../platform/tracing/tracing.ts';
import type { Edition, EditionCache } from '../editions/edition-cache.ts';
import { editionDigest } from '../editions/edition-digest.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { Completion } from './completion-store.ts';
import { requestOf } from './edition-request.ts';
import type { Snapshot, SnapshotFile } from './snapshot.ts';
import { statementOf } from './statement.ts';
import type { Stage } from './task.ts';
import { advanceTask, type Lease } from './task-store.ts';

export interface SnapshotLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The parts that all attempts use. */
export interface AttemptParts {
  database: Pick<Database, 'query' | 'transaction'>;
  blobs: Blobs;
  editions: Pick<EditionCache, 'obtain' | 'isAtHand'>;
  sealer: Sealer;
  /** @throws AppError if no record can be made now */
  requireReady(): Promise<void>;
  metrics: Pick<MetricsSink, 'generation' | 'failure'>;
  clock: Clock;
  log: SnapshotLog;
  tracer: Tracer;
}

/** One attempt at the task of a snapshot. */
export interface SnapshotAttempt extends AttemptParts {
  lease: Lease;
  snapshot: Snapshot;
  /** Fields of all log lines about the task. */
  ids: { snapshot_id: string; task_id: string; request_id: string | undefined };
  signal: AbortSignal;
  /** Lets other tasks be made beside this one, which takes long. */
  letOthersPass(): void;
  /** Lets other tasks be begun, because what is left of this one takes no long time. */
  givePlace(): void;
  /** Completes snapshot and task. Returns false and changes nothing if the attempt has lost its lease. */
  complete(completion: Completion): Promise<boolean>;
}

/** A later attempt has the task, or the task has ended. This attempt must stop and change nothing. */
export class LeaseLost extends Error {}

/**
 * Creates the file of a snapshot, and completes snapshot and task in one transaction.
 * @throws LeaseLost, and the errors of rendering, sealing and storing
 */
export async function makeSnapshot(attempt: SnapshotAttempt): Promise<void> {
  const { requireReady, metrics, clock, log, tracer, lease, snapshot, ids } = attempt;
  const waitMs = lease.attempt === 1 ? clock().getTime() - snapshot.createdAt.getTime() : null;
  const started = performance.now();
  const lap = stopwatch(started);
  await requireReady();
  const edition = await obtainEdition(attempt, lap);
  attempt.givePlace();
  const seal = await tracer.step('seal', () => sealEdition(attempt, edition));
  log.info({ ...ids, duration_ms: lap(), size: seal.length }, 'sealed');
  const file = await tracer.step('store', () => keepEdition(attempt, edition, seal));
  const completion = { lease, snapshot, file, seal, wasCached: edition.source !== 'rendered' };
  const completed = await tracer.step('complete', () => attempt.complete(completion));
  if (!completed) throw new LeaseLost();
  const durationMs = performance.now() - started;
  log.info({ ...ids, duration_ms: durationMs, source: edition.source }, 'completed');
  metrics.generation({ type: snapshot.type, source: edition.source, durationMs, waitMs });
}

/** Creates a function that returns the milliseconds since its last call, or since the start. */
function stopwatch(start: number): () => number {
  let last = start;
  return () => {
    const now = performance.now();
    const lap = now - last;
    last = now;
    return lap;
  };
}

/** @throws LeaseLost */
async function advance({ database, lease, clock }: SnapshotAttempt, stage: Stage): Promise<void> {
  const isLeased = await advanceTask(database.query, lease, { status: 'running', stage, at: clock() });
  if (!isLeased) throw new LeaseLost();
}

async function obtainEdition(attempt: SnapshotAttempt, lap: () => number): Promise<Edition> {
  const { database, editions, clock, log, lease, snapshot, ids, signal, letOthersPass } = attempt;
  const edition = await editions.obtain(requestOf(database.query, snapshot), {
    signal,
    timeoutMs: lease.timeoutSeconds * 1000,
    onSlow: letOthersPass,
    // A lost lease must not fail the render, because other attempts may wait for it.
    onMiss: async () => {
      log.info({ ...ids, duration_ms: lap() }, 'cache miss');
      await advanceTask(database.query, lease, { status: 'running', stage: 'edition', at: clock() });
    },
  });
  if (edition.source === 'rendered') {
    log.info({ ...ids, duration_ms: lap(), size: edition.size }, 'rendered');
    await advance(attempt, 'rendered');
  } else log.info({ ...ids, tier: edition.source, duration_ms: lap() }, 'cache hit');
  return edition;
}

async function sealEdition(
  { database, sealer, snapshot }: SnapshotAttempt,
  edition: Edition,
): Promise<Uint8Array> {
  const { type } = snapshot;
  const statement = statementOf(snapshot, edition, await readProvenHead(database.query));
  const timeZone = type === 'pdf' ? await findTimeZone(database.query, snapshot.roomId) : undefined;
  return sealer.seal(edition.bytes, type, statement, timeZone);
}

/** Returns the parts of the file. The seal is stored when the snapshot is completed. */
async function keepEdition(
  { blobs }: SnapshotAttempt,
  edition: Edition,
  seal: Uint8Array,
): Promise<SnapshotFile> {
  // A cached edition may have had no reference until now.
  if (edition.source !== 'rendered') await blobs.keep(edition.sha256, edition.bytes);
  return {
    editionKey: edition.key,
    editionSha256: edition.sha256,
    editionSize: edition.size,
    sealSha256: null,
    sealSize: seal.length,
    sha256: editionDigest(edition.bytes).update(seal).digest('hex'),
  };
}
