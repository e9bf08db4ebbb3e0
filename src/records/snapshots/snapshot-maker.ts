import type { Transaction } from '../../platform/db/database.ts';
import type { JobAttempt, JobHandlers } from '../../platform/jobs/job-kind.ts';
import { type Tracer, untraced } from '../../platform/tracing/tracing.ts';
import { recordFailure, settleFailure } from './attempt-failure.ts';
import type { Snapshot } from './snapshot.ts';
import { type AttemptParts, LeaseLost, makeSnapshot } from './snapshot-attempt.ts';
import { MAKE_SNAPSHOT, MAX_FAILURES, type MakeSnapshotData } from './snapshot-job.ts';
import { findSnapshot } from './snapshot-store.ts';
import { taskIdOf } from './task.ts';
import { endTask, forgiveAttempt, takeTask } from './task-store.ts';

interface MakerParts extends Omit<AttemptParts, 'tracer'> {
  tracer?: Tracer | undefined;
  /** The maximum wait for a time stamp, in milliseconds. */
  maxWaitMs: number;
}

const PROCESS_DIED = 'process_died';

/** The handlers of the job that makes snapshots. */
export function createSnapshotMaker({
  tracer = untraced,
  maxWaitMs,
  ...others
}: MakerParts): JobHandlers<MakeSnapshotData> {
  const parts = { ...others, tracer };
  return {
    run: (job) => runJob(parts, job, maxWaitMs),
    onDeadLetter: (data) => failAbandoned(parts, data),
  };
}

async function runJob(
  parts: AttemptParts,
  job: JobAttempt<MakeSnapshotData>,
  maxWaitMs: number,
): Promise<void> {
  const { log, tracer, database } = parts;
  const { snapshot_id, request_id, traceparent } = job.data;
  const taskId = taskIdOf(snapshot_id);
  const lease = await takeLease(parts, job, taskId);
  if (!lease) return;
  const { snapshot } = lease;
  const ids = { snapshot_id: snapshot.id, task_id: taskId, request_id };
  const attributes = { ...ids, room_id: snapshot.roomId, attempt: lease.attempt };
  const { signal, letOthersPass } = job;
  const attempt = { ...parts, lease, snapshot, ids, signal, letOthersPass };
  try {
    await tracer.task({ name: MAKE_SNAPSHOT.name, traceparent, attributes }, () => makeSnapshot(attempt));
  } catch (error) {
    if (!(error instanceof LeaseLost)) return settleFailure(attempt, job, error, maxWaitMs);
    // This process was frozen or cut off, and the attempt has not failed.
    await job.persist(() => forgiveAttempt(database.query, lease));
    log.info(ids, 'attempt overtaken');
  }
}

/**
 * Leases the task. The number of the attempt must be durable before the work begins: a task that kills the server must
 * count the attempt, and no later attempt may get the number of a running one.
 */
async function takeLease(parts: AttemptParts, job: JobAttempt<MakeSnapshotData>, taskId: string) {
  const { database, clock } = parts;
  const { lease, failed } = await database.transaction(async (tx) => {
    if (!(await job.isCurrent(tx))) return {};
    const taken = await takeTask(tx, taskId, clock(), MAX_FAILURES);
    return taken ? { lease: taken } : { failed: await failInterrupted(tx, parts, job.data) };
  });
  if (failed) reportInterrupted(parts, job.data, failed);
  return lease;
}

/** Fails a task whose process died in every attempt. */
async function failAbandoned(parts: AttemptParts, data: MakeSnapshotData): Promise<void> {
  const failed = await parts.database.transaction((tx) => failInterrupted(tx, parts, data));
  if (failed) reportInterrupted(parts, data, failed);
}

/** Fails a task if it is unfinished. Returns its snapshot then. */
async function failInterrupted(
  tx: Transaction,
  { clock }: Pick<AttemptParts, 'clock'>,
  { room_id, snapshot_id }: MakeSnapshotData,
): Promise<Snapshot | undefined> {
  const reason = 'Every attempt to make this snapshot was interrupted. Try again, or ask your administrator.';
  const snapshot = await findSnapshot(tx, room_id, snapshot_id);
  if (!snapshot) return undefined;
  const change = { status: 'failed', error: reason, at: clock() } as const;
  if (!(await endTask(tx, taskIdOf(snapshot_id), change))) return undefined;
  await recordFailure(tx, snapshot, reason, clock());
  return snapshot;
}

function reportInterrupted(
  { log, metrics }: Pick<AttemptParts, 'log' | 'metrics'>,
  { snapshot_id, request_id }: MakeSnapshotData,
  { type }: Snapshot,
): void {
  log.error({ snapshot_id, task_id: taskIdOf(snapshot_id), request_id, reason: PROCESS_DIED }, 'failed');
  metrics.failure({ type, reason: PROCESS_DIED });
}
