import type { JobAttempt, JobHandlers } from '../../platform/jobs/job-kind.ts';
import { type Tracer, untraced } from '../../platform/tracing/tracing.ts';
import { recordFailure, settleFailure } from './attempt-failure.ts';
import { type AttemptParts, LeaseLost, makeSnapshot } from './snapshot-attempt.ts';
import { MAKE_SNAPSHOT, type MakeSnapshotData } from './snapshot-job.ts';
import { findSnapshot } from './snapshot-store.ts';
import { taskIdOf } from './task.ts';
import { endTask, takeTask } from './task-store.ts';

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
  const { database, clock, log, tracer } = parts;
  const { snapshot_id, request_id, traceparent } = job.data;
  const taskId = taskIdOf(snapshot_id);
  // The number of the attempt must be durable before the work begins: a task that kills the server must count the
  // attempt, and no later attempt may get the number of a running one.
  const lease = await database.transaction(async (tx) =>
    (await job.isCurrent(tx)) ? takeTask(tx, taskId, clock()) : undefined,
  );
  if (!lease) return;
  const { snapshot } = lease;
  const ids = { snapshot_id: snapshot.id, task_id: taskId, request_id };
  const attributes = { ...ids, room_id: snapshot.roomId, attempt: lease.attempt };
  const attempt = { ...parts, lease, snapshot, ids, signal: job.signal };
  try {
    await tracer.task({ name: MAKE_SNAPSHOT.name, traceparent, attributes }, () => makeSnapshot(attempt));
  } catch (error) {
    if (error instanceof LeaseLost) return log.info(ids, 'attempt overtaken');
    await settleFailure(attempt, job, error, maxWaitMs);
  }
}

/** Fails a task whose process died in every attempt. */
async function failAbandoned(
  { database, clock, log, metrics }: AttemptParts,
  { room_id, snapshot_id, request_id }: MakeSnapshotData,
): Promise<void> {
  const reason = 'Every attempt to make this snapshot was interrupted. Try again, or ask your administrator.';
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
