import { fromKysely, fromPglite, type JobWithMetadata, systemClock as libraryClock, PgBoss } from 'pg-boss';
import type { Database, Transaction } from '../db/database.ts';
import type { DailyJob } from './daily-job.ts';
import { startDailySchedule } from './daily-schedule.ts';
import { announceJob, JOB_CHANNEL } from './job-announcement-store.ts';
import type { Beginning, JobHandlers, JobKind } from './job-kind.ts';
import { QueueClock } from './queue-clock.ts';
import { Supervision } from './supervision.ts';
import { WorkWatch } from './work-watch.ts';
import { HEARTBEAT_SECONDS, Worker } from './worker.ts';

interface EnqueueOptions {
  timeoutSeconds: number;
  /** For whom or what the job is done. While a job of a share takes long, others of the share wait for it. */
  share?: string;
  /** How many jobs of the same person wait already. Jobs with fewer are done first. */
  ahead?: number;
}

/** Background work. A job is committed with the change that needs it, and then done at least once. */
export interface JobQueue {
  enqueue(tx: Transaction, kind: JobKind, data: object, options: EnqueueOptions): Promise<void>;
  /** Starts to run jobs of a kind. At most `concurrency` jobs that take a place run at a time. */
  work<Data extends object, Begun = undefined, Result = never>(
    kind: JobKind,
    concurrency: number,
    handlers: JobHandlers<Data, Begun, Result>,
  ): void;
  /**
   * Starts to enqueue daily jobs when their time has come. If no process did so at that time, the job runs once at the
   * next start.
   * @param readTime the same in all processes
   */
  schedule(daily: readonly DailyJob[], readTime: () => Promise<Date>): void;
  /**
   * Passes if this process runs no jobs, and while it takes those that wait.
   * @throws AppError `work_stalled`
   */
  requireProgress(): void;
  /** Starts no more jobs from this moment. Running jobs continue, and jobs can still be enqueued. */
  drain(): void;
  /** Drains, waits for the running jobs, and aborts them after a time. */
  stop(timeoutMs: number): Promise<void>;
}

interface JobQueueOptions {
  database: Database;
  kinds: readonly JobKind[];
  onError: (error: unknown) => void;
}

const KEEP_FINISHED_SECONDS = 3600;
const CLEAN_UP_SECONDS = 600;
/** The library removes jobs that have waited this long. A job must wait for as long as the server is off. */
const KEEP_QUEUED_SECONDS = 10 * 365 * 86_400;
/** Half of the interval of the supervision, so that each pass does its work. */
const MONITOR_SECONDS = 1;
const FIRST_RETRY_SECONDS = 1;
const MAX_RETRY_SECONDS = 30;

/** Opens the queue in the database, and creates its tables if they do not exist. */
export async function openJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const { database, onError } = options;
  const boss = await openBoss(options);
  const clock = new QueueClock({ database });
  const supervision = await superviseQueues(boss, clock, options);
  const enqueue: JobQueue['enqueue'] = async (tx, kind, data, { timeoutSeconds, share, ahead = 0 }) => {
    // The queue may have been created with another limit.
    const options = {
      expireInSeconds: timeoutSeconds,
      retryLimit: kind.retries,
      priority: -ahead,
      ...(share !== undefined && { group: { id: share } }),
    };
    await boss.send(kind.name, data, { ...options, db: fromKysely(tx) });
    await announceJob(tx, kind.name);
  };
  const stopSchedules: (() => Promise<void>)[] = [];
  const workers = new Set<
    Pick<Worker<object, unknown, unknown>, 'queue' | 'wake' | 'standing' | 'drain' | 'stop'>
  >();
  const watch = new WorkWatch({ boss, workers, queueTime: () => clock.now(), onError });
  const stopListening = await database.listen(JOB_CHANNEL, (name) => {
    for (const worker of workers) if (worker.queue === name) worker.wake();
  });
  return {
    enqueue,
    work<Data extends object, Begun, Result>(
      kind: JobKind,
      concurrency: number,
      { begin = beginAtPlaces, run, record = recordNothing, onDeadLetter }: JobHandlers<Data, Begun, Result>,
    ) {
      const parts = { boss, database: database.background, queueTime: () => clock.now(), onError };
      workers.add(new Worker({ ...parts, queue: kind.name, concurrency, begin, run, record }));
      const bury = { begin: beginAtPlaces, run: ({ data }: { data: Data }) => onDeadLetter(data) };
      const abandoned = { ...parts, ...bury, queue: abandonedQueue(kind), concurrency: 1 };
      workers.add(new Worker<Data, undefined, never>({ ...abandoned, record: recordNothing }));
    },
    schedule(daily, readTime) {
      stopSchedules.push(startDailySchedule({ database, daily, readTime, enqueue, onError }));
    },
    requireProgress: () => watch.require(),
    drain() {
      for (const worker of workers) worker.drain();
    },
    async stop(timeoutMs) {
      await watch.stop();
      for (const stopSchedule of stopSchedules) await stopSchedule();
      await stopListening();
      await Promise.all([...workers].map((worker) => worker.stop(timeoutMs)));
      await supervision.stop();
      await boss.stop({ graceful: false });
    },
  };
}

/** Begins jobs of which nothing is known. */
const beginAtPlaces = async <Begun>(
  _: Transaction,
  jobs: readonly object[],
): Promise<readonly Beginning<Begun>[]> => jobs.map(() => ({ begun: undefined as Begun, takesPlace: true }));

const recordNothing = async (_: Transaction, results: readonly unknown[]): Promise<readonly boolean[]> =>
  results.map(() => true);

/** Starts the queue library, with the queues of all kinds. */
async function openBoss({ database, kinds, onError }: JobQueueOptions): Promise<PgBoss> {
  const boss = createBoss(database);
  boss.on('error', onError);
  await boss.start();
  await declareQueues(boss, kinds);
  return boss;
}

async function superviseQueues(
  boss: PgBoss,
  clock: QueueClock,
  { database, kinds, onError }: JobQueueOptions,
): Promise<Supervision> {
  const queues = kinds.flatMap((kind) => [kind.name, abandonedQueue(kind)]);
  const supervision = new Supervision({ boss, queues, clock, onError });
  await supervision.start();
  // Only one process can use the embedded engine. So no process runs the jobs that are marked as running.
  if (database.engine === 'embedded') {
    for (const queue of queues) await releaseAbandonedJobs(boss, queue);
  }
  return supervision;
}

/** The end of a job must be recorded, even if the database accepts no changes for days. */
const MAX_DEAD_LETTERS = 10_000;
/** How many jobs are read at once. */
const PAGE = 1000;

/** Fails the jobs that a process was running when it died, so that they are retried. */
async function releaseAbandonedJobs(boss: PgBoss, queue: string): Promise<void> {
  const abandoned: JobWithMetadata[] = [];
  let page: JobWithMetadata[] = [];
  do {
    const last = page.at(-1);
    page = await boss.findJobs(queue, { limit: PAGE, ...(last && { after: last.id }) });
    abandoned.push(...page.filter(({ state }) => state === 'active'));
  } while (page.length === PAGE);
  const message = 'The process that ran this job ended.';
  if (abandoned.length > 0) await boss.fail(queue, abandoned, { message });
}

const abandonedQueue = (kind: JobKind) => `${kind.name}.abandoned`;

/** The timers of the library depend on this clock too. */
const STEADY_CLOCK = { ...libraryClock, now: () => performance.timeOrigin + performance.now() };

function createBoss({ queueConnection }: Database): PgBoss {
  const options = {
    clock: STEADY_CLOCK,
    supervise: false,
    schedule: false,
    // Nobody asks for the list of processes, and each start would write and clean it.
    registerInstance: false,
    monitorIntervalSeconds: MONITOR_SECONDS,
    maintenanceIntervalSeconds: CLEAN_UP_SECONDS,
  };
  return queueConnection.kind === 'embedded'
    ? new PgBoss({ ...options, backend: 'pglite', db: fromPglite(queueConnection.pglite) })
    : new PgBoss({ ...options, db: { executeSql: queueConnection.run } });
}

/** Creates the queues that do not exist. One question tells which, because most starts find all of them. */
async function declareQueues(boss: PgBoss, kinds: readonly JobKind[]): Promise<void> {
  const names = kinds.flatMap((kind) => [abandonedQueue(kind), kind.name]);
  const existing = await boss.getQueues(names);
  for (const kind of kinds) {
    if (!existing.some(({ name }) => name === abandonedQueue(kind))) await createAbandonedQueue(boss, kind);
    if (!existing.some(({ name }) => name === kind.name)) await createQueue(boss, kind);
  }
  // An earlier version has created the queues with another limit.
  for (const { name, retentionSeconds } of existing) {
    if (retentionSeconds === KEEP_QUEUED_SECONDS) continue;
    await boss.updateQueue(name, { retentionSeconds: KEEP_QUEUED_SECONDS });
  }
}

const KEPT = { deleteAfterSeconds: KEEP_FINISHED_SECONDS, retentionSeconds: KEEP_QUEUED_SECONDS };
const RETRIED = { retryDelay: FIRST_RETRY_SECONDS, retryBackoff: true, retryDelayMax: MAX_RETRY_SECONDS };

const createAbandonedQueue = (boss: PgBoss, kind: JobKind): Promise<void> =>
  boss.createQueue(abandonedQueue(kind), { ...KEPT, ...RETRIED, retryLimit: MAX_DEAD_LETTERS });

const createQueue = (boss: PgBoss, kind: JobKind): Promise<void> =>
  boss.createQueue(kind.name, {
    ...KEPT,
    ...RETRIED,
    retryLimit: kind.retries,
    deadLetter: abandonedQueue(kind),
    heartbeatSeconds: HEARTBEAT_SECONDS,
  });
