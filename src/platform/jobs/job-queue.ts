import { fromKysely, fromPglite, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Database, Transaction } from '../db/database.ts';
import { announceJob, JOB_CHANNEL } from './job-announcement-store.ts';
import type { JobHandlers, JobKind } from './job-kind.ts';
import { HEARTBEAT_SECONDS, Worker } from './worker.ts';

/** Background work. A job is committed with the change that needs it, and then done at least once. */
export interface JobQueue {
  enqueue(tx: Transaction, kind: JobKind, data: object, options: { timeoutSeconds: number }): Promise<void>;
  /** Starts to run jobs of a kind, at most `concurrency` at a time. */
  work<Data extends object>(kind: JobKind, concurrency: number, handlers: JobHandlers<Data>): void;
  /** Starts no more jobs from this moment. Running jobs continue, and jobs can still be enqueued. */
  drain(): void;
  /** Drains, waits for the running jobs, and aborts them after a time. */
  stop(timeoutMs: number): Promise<void>;
}

interface DailyJob {
  kind: JobKind;
  hour: number;
  minute: number;
  /** An IANA name. */
  timeZone: string;
  timeoutSeconds: number;
}

interface JobQueueOptions {
  database: Database;
  kinds: readonly JobKind[];
  /** Daily jobs. If no process ran at that time, the job runs once at the next start. */
  daily?: readonly DailyJob[];
  onError: (error: unknown) => void;
}

const SUPERVISION_SECONDS = 2;
const KEEP_FINISHED_SECONDS = 3600;
const CLEAN_UP_SECONDS = 600;
const FIRST_RETRY_SECONDS = 1;
const MAX_RETRY_SECONDS = 30;

/** Opens the queue in the database, and creates its tables if they do not exist. */
export async function openJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const { database, onError } = options;
  const boss = await openBoss(options);
  const workers = new Set<Pick<Worker<object>, 'queue' | 'wake' | 'drain' | 'stop'>>();
  const stopListening = await database.listen(JOB_CHANNEL, (name) => {
    for (const worker of workers) if (worker.queue === name) worker.wake();
  });
  return {
    async enqueue(tx, kind, data, { timeoutSeconds }) {
      await boss.send(kind.name, data, { expireInSeconds: timeoutSeconds, db: fromKysely(tx) });
      await announceJob(tx, kind.name);
    },
    work<Data extends object>(kind: JobKind, concurrency: number, handlers: JobHandlers<Data>) {
      const parts = { boss, database, onError };
      const run: JobHandlers<Data>['run'] = ({ data }) => handlers.onDeadLetter(data);
      workers.add(new Worker<Data>({ ...parts, queue: kind.name, concurrency, run: handlers.run }));
      workers.add(new Worker<Data>({ ...parts, queue: abandonedQueue(kind), concurrency: 1, run }));
    },
    drain() {
      for (const worker of workers) worker.drain();
    },
    async stop(timeoutMs) {
      await stopListening();
      await Promise.all([...workers].map((worker) => worker.stop(timeoutMs)));
      await boss.stop({ graceful: false });
    },
  };
}

/** Starts the queue library, with the queues of all kinds. */
async function openBoss({ database, kinds, daily = [], onError }: JobQueueOptions): Promise<PgBoss> {
  const boss = createBoss(database, daily.length > 0);
  boss.on('error', onError);
  await boss.start();
  for (const kind of kinds) await declareQueue(boss, kind);
  for (const { kind, hour, minute, timeZone, timeoutSeconds } of daily) {
    const options = { tz: timeZone, missed: 'once' as const, expireInSeconds: timeoutSeconds };
    await boss.schedule(kind.name, `${minute} ${hour} * * *`, null, options);
  }
  // Only one process can use the embedded engine. So no process runs the jobs that are marked as running.
  if (database.engine === 'embedded') {
    for (const kind of kinds) {
      for (const queue of [kind.name, abandonedQueue(kind)]) await releaseAbandonedJobs(boss, queue);
    }
  }
  return boss;
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

function createBoss({ queueConnection }: Database, schedule: boolean): PgBoss {
  const options = {
    superviseIntervalSeconds: SUPERVISION_SECONDS,
    monitorIntervalSeconds: SUPERVISION_SECONDS,
    maintenanceIntervalSeconds: CLEAN_UP_SECONDS,
    schedule,
  };
  return queueConnection.kind === 'embedded'
    ? new PgBoss({ ...options, backend: 'pglite', db: fromPglite(queueConnection.pglite) })
    : new PgBoss({
        ...options,
        connectionString: queueConnection.url,
        options: '-c synchronous_commit=off',
        max: 4,
      });
}

async function declareQueue(boss: PgBoss, kind: JobKind): Promise<void> {
  const keep = { deleteAfterSeconds: KEEP_FINISHED_SECONDS };
  await boss.createQueue(abandonedQueue(kind), {
    ...keep,
    retryLimit: MAX_DEAD_LETTERS,
    retryDelay: FIRST_RETRY_SECONDS,
    retryBackoff: true,
    retryDelayMax: MAX_RETRY_SECONDS,
  });
  await boss.createQueue(kind.name, {
    ...keep,
    deadLetter: abandonedQueue(kind),
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryLimit: kind.retries,
    retryDelay: FIRST_RETRY_SECONDS,
    retryBackoff: true,
    retryDelayMax: MAX_RETRY_SECONDS,
  });
}
