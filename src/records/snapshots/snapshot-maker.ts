import type { Transaction } from '../../platform/db/database.ts';
import type { Beginning, JobAttempt, JobHandlers } from '../../platform/jobs/job-kind.ts';
import { type Tracer, untraced } from '../../platform/tracing/tracing.ts';
import { recordFailures, settleFailure } from './attempt-failure.ts';
import type { Completion } from './completion-store.ts';
import { requestOf } from './edition-request.ts';
import type { Snapshot } from './snapshot.ts';
import { type AttemptParts, LeaseLost, makeSnapshot } from './snapshot-attempt.ts';
import { completeSnapshots } from './snapshot-completion.ts';
import { MAKE_SNAPSHOT, MAX_FAILURES, type MakeSnapshotData } from './snapshot-job.ts';
import { findSnapshot } from './snapshot-store.ts';
import { taskIdOf } from './task.ts';
import { endTask, forgiveAttempt, type TakenTask, takeTasks } from './task-store.ts';

interface MakerParts extends Omit<AttemptParts, 'tracer'> {
  tracer?: Tracer | undefined;
  /** The maximum wait for a time stamp, in milliseconds. */
  maxWaitMs: number;
}

const PROCESS_DIED = 'process_died';

/** What an attempt begins with: a leased task, or one whose process died in every attempt. Or nothing is to do. */
type Begun = TakenTask | { failed: Snapshot } | undefined;

type MakerHandlers = JobHandlers<MakeSnapshotData, Begun, Completion>;
type MakerJob = JobAttempt<MakeSnapshotData, Begun, Completion>;

/** The handlers of the job that makes snapshots. */
export function createSnapshotMaker({ tracer = untraced, maxWaitMs, ...others }: MakerParts): MakerHandlers {
  const parts = { ...others, tracer };
  return {
    begin: (tx, jobs) => beginAttempts(tx, parts, jobs),
    run: (job) => runJob(parts, job, maxWaitMs),
    record: (tx, completions) => completeSnapshots(tx, completions, parts.clock()),
    onDeadLetter: (data) => failAbandoned(parts, data),
  };
}

/**
 * Leases the tasks. The number of an attempt must be durable before its work begins: a task that kills the server must
 * count the attempt, and no later attempt may get the number of a running one.
 */
async function beginAttempts(
  tx: Transaction,
  parts: AttemptParts,
  jobs: readonly MakeSnapshotData[],
): Promise<Beginning<Begun>[]> {
  const ids = jobs.map(({ snapshot_id }) => snapshot_id);
  const taken = await takeTasks(tx, ids.map(taskIdOf), parts.clock(), MAX_FAILURES);
  const leased = new Map(taken.map((one) => [one.snapshot.id, one]));
  const interrupted = await failInterrupted(
    tx,
    parts,
    jobs.filter((job) => !leased.has(job.snapshot_id)),
  );
  const failed = new Map(interrupted.map((snapshot) => [snapshot.id, { failed: snapshot }]));
  return ids.map((id, index) => {
    const task = leased.get(id);
    // A task that was cancelled and requested again may have two jobs here. The first one does it.
    const isFirst = ids.indexOf(id) === index;
    return {
      begun: isFirst ? (task ?? failed.get(id)) : undefined,
      takesPlace: isFirst && task !== undefined && !isAtHand(parts, task),
    };
  });
}

const isAtHand = ({ database, editions }: AttemptParts, { snapshot }: TakenTask): boolean =>
  editions.isAtHand(requestOf(database.query, snapshot));

async function runJob(parts: AttemptParts, job: MakerJob, maxWaitMs: number): Promise<void> {
  const { log, tracer, database } = parts;
  const { data, begun, signal } = job;
  if (begun === undefined) return;
  if ('failed' in begun) return reportInterrupted(parts, data, begun.failed);
  const { lease, snapshot } = begun;
  const ids = { snapshot_id: snapshot.id, task_id: lease.taskId, request_id: data.request_id };
  const attributes = { ...ids, room_id: snapshot.roomId, attempt: lease.attempt };
  const { letOthersPass, givePlace, complete } = job;
  const attempt = { ...parts, lease, snapshot, ids, signal, letOthersPass, givePlace, complete };
  try {
    const task = { name: MAKE_SNAPSHOT.name, traceparent: data.traceparent, attributes };
    await tracer.task(task, () => makeSnapshot(attempt));
  } catch (error) {
    if (!(error instanceof LeaseLost)) return settleFailure(attempt, job, error, maxWaitMs);
    // This process was frozen or cut off, and the attempt has not failed.
    await job.persist(() => forgiveAttempt(database.query, lease));
    log.info(ids, 'attempt overtaken');
  }
}

/** Fails a task whose process died in every attempt. */
async function failAbandoned(parts: AttemptParts, data: MakeSnapshotData): Promise<void> {
  const [failed] = await parts.database.transaction((tx) => failInterrupted(tx, parts, [data]));
  if (failed) reportInterrupted(parts, data, failed);
}

/** Fails the unfinished ones of these tasks. Returns their snapshots. */
async function failInterrupted(
  tx: Transaction,
  { clock }: Pick<AttemptParts, 'clock'>,
  jobs: readonly MakeSnapshotData[],
): Promise<Snapshot[]> {
  const reason = 'Every attempt to make this snapshot was interrupted. Try again, or ask your administrator.';
  const failed: Snapshot[] = [];
  for (const { room_id, snapshot_id } of jobs) {
    const snapshot = await findSnapshot(tx, room_id, snapshot_id);
    const change = { status: 'failed', error: reason, at: clock() } as const;
    if (snapshot && (await endTask(tx, taskIdOf(snapshot_id), change))) failed.push(snapshot);
  }
  await recordFailures(tx, failed, reason, clock());
  return failed;
}

function reportInterrupted(
  { log, metrics }: Pick<AttemptParts, 'log' | 'metrics'>,
  { snapshot_id, request_id }: MakeSnapshotData,
  { type }: Snapshot,
): void {
  log.error({ snapshot_id, task_id: taskIdOf(snapshot_id), request_id, reason: PROCESS_DIED }, 'failed');
  metrics.failure({ type, reason: PROCESS_DIED });
}
