import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { JobAttempt } from '../../platform/jobs/job-kind.ts';
import { AppError, type ErrorKind } from '../../platform/kernel/errors.ts';
import { type Deferral, deferral, troubleOf, waitedTooLong } from './deferral.ts';
import type { Snapshot } from './snapshot.ts';
import type { SnapshotAttempt } from './snapshot-attempt.ts';
import { MAX_FAILURES } from './snapshot-job.ts';
import { setSnapshotStatus } from './snapshot-store.ts';
import { advanceTask, forgiveAttempt } from './task-store.ts';

/** A retry would fail in the same way. */
const PERMANENT_KINDS: readonly ErrorKind[] = ['invalid', 'too_large'];
const PERMANENT_CODES: readonly string[] = ['render_timeout', 'state_corrupted'];

type SettledJob = Pick<JobAttempt<object>, 'defer' | 'persist' | 'queueTime'>;

/**
 * Handles the failure of an attempt: the task waits, is retried, or fails. Waits itself until the database accepts
 * that.
 * @param maxWaitMs how long a snapshot may wait for its time stamp
 * @throws the error if the queue must retry the job
 */
export async function settleFailure(
  attempt: SnapshotAttempt,
  job: SettledJob,
  error: unknown,
  maxWaitMs: number,
): Promise<void> {
  const trouble = troubleOf(error, attempt.signal);
  if (trouble) return waitOut(attempt, job, trouble, maxWaitMs);
  const isLast = (attempt.lease.failures ?? 0) >= MAX_FAILURES || isPermanent(error);
  return isLast ? failTask(attempt, job, error) : tryAgain(attempt, job, error);
}

async function waitOut(
  attempt: SnapshotAttempt,
  job: SettledJob,
  trouble: AppError,
  maxWaitMs: number,
): Promise<void> {
  const { log, ids, lease, clock } = attempt;
  const now = job.queueTime();
  const waitingSince = lease.waitingSince ?? now;
  const wait = { waitedMs: now.getTime() - waitingSince.getTime(), at: clock() };
  const next = deferral(trouble, wait, maxWaitMs);
  if (next === undefined) return failTask(attempt, job, waitedTooLong(trouble, wait));
  log.warn({ ...ids, reason: trouble.code, delay_s: next.delaySeconds, err: trouble }, 'deferred');
  await deferTask(attempt, job, next, { waitingSince, at: wait.at });
}

/** Makes the task wait, unless the lease is lost. Either way the attempt does not count. */
async function deferTask(
  { database, lease }: SnapshotAttempt,
  job: SettledJob,
  { message, delaySeconds }: Deferral,
  times: { waitingSince: Date; at: Date },
): Promise<void> {
  const change = { status: 'pending', stage: 'queued', error: message, ...times } as const;
  await job.persist(() =>
    database.transaction(async (tx) => {
      await forgiveAttempt(tx, lease);
      if (await advanceTask(tx, lease, change)) await job.defer(tx, delaySeconds);
    }),
  );
}

async function tryAgain(attempt: SnapshotAttempt, job: SettledJob, error: unknown): Promise<void> {
  const { database, lease, clock, log, ids } = attempt;
  const change = { status: 'running', error: explain(error), at: clock() } as const;
  const isLeased = await job.persist(() => advanceTask(database.query, lease, change));
  // Without the lease this attempt must not fail the job: it belongs to a later attempt, or the task has ended.
  if (!isLeased) return log.info(ids, 'attempt overtaken');
  log.warn(causeOf(attempt, error), 'attempt failed, will be retried');
  throw error;
}

async function failTask(attempt: SnapshotAttempt, job: SettledJob, error: unknown): Promise<void> {
  const { database, lease, snapshot, clock, log, metrics } = attempt;
  const reason = explain(error);
  const failed = await job.persist(() =>
    database.transaction(async (tx) => {
      const isLeased = await advanceTask(tx, lease, { status: 'failed', error: reason, at: clock() });
      if (isLeased) await recordFailures(tx, [snapshot], reason, clock());
      return isLeased;
    }),
  );
  if (!failed) return;
  const cause = causeOf(attempt, error);
  log.error(cause, 'failed');
  metrics.failure({ type: snapshot.type, reason: cause.reason });
}

/** Marks the snapshots of failed tasks as failed. @param reason is shown to the parties of the room */
export async function recordFailures(
  tx: Transaction,
  snapshots: readonly Snapshot[],
  reason: string,
  at: Date,
): Promise<void> {
  for (const { id } of snapshots) await setSnapshotStatus(tx, id, 'failed', reason);
  const entries = snapshots.map(({ id, roomId }) => ({
    ...({ at, actor: 'system', action: 'snapshot_failed', roomId } as const),
    detail: { snapshot_id: id, reason },
  }));
  if (entries.length > 0) await appendAudit(tx, ...entries);
}

const causeOf = ({ ids, lease }: SnapshotAttempt, error: unknown) => ({
  ...ids,
  attempt: lease.attempt,
  reason: error instanceof AppError ? error.code : 'internal_error',
  err: error,
});

const isPermanent = (error: unknown): boolean =>
  error instanceof AppError && (PERMANENT_KINDS.includes(error.kind) || PERMANENT_CODES.includes(error.code));

/** Returns the public text of a failure. The log has the details. */
const explain = (error: unknown): string =>
  error instanceof AppError
    ? error.message
    : 'The record could not be made because of a fault in the server.';
