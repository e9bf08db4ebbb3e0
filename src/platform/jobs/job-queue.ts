import { fromKysely, fromPglite, type JobAttempt, PgBoss } from 'pg-boss';
import type { Database, Transaction } from '../db/database.ts';
import { announceJob, giveBackUnbegun, JOB_CHANNEL, releaseAbandonedJobs } from './job-store.ts';
import { HEARTBEAT_SECONDS, type JobHandlers, type JobKind, startWorker, type Worker } from './worker.ts';

/** Work that is committed with the change that asks for it and is then done at least once. */
export interface JobQueue {
  enqueue(tx: Transaction, kind: JobKind, data: object, options: { timeoutSeconds: number }): Promise<void>;
  /** Starts doing jobs of a kind, at most `concurrency` at a time. */
  work<Data extends object>(kind: JobKind, concurrency: number, handlers: JobHandlers<Data>): void;
  /** Begins no more jobs, at once; those that run go on, and jobs can still be enqueued for others. */
  drain(): void;
  /** Takes no new jobs, waits for the running ones, and ends those that are not done in time. */
  stop(timeoutMs: number): Promise<void>;
}

interface DailyJob {
  kind: JobKind;
  hour: number;
  minute: number;
  /** IANA name. */
  timeZone: string;
  timeoutSeconds: number;
}

interface JobQueueOptions {
  database: Database;
  kinds: readonly JobKind[];
  /** What is to be done every day; a day that no process saw is made up for once. */
  daily?: readonly DailyJob[];
  onError: (error: unknown) => void;
}

const SUPERVISION_SECONDS = 2;
const KEEP_FINISHED_SECONDS = 3600;
const CLEAN_UP_SECONDS = 600;
const FIRST_RETRY_SECONDS = 1;
const MAX_RETRY_SECONDS = 30;

/** Opens the queue in the database; its tables are made if they are not there. */
export async function openJobQueue({
  database,
  kinds,
  daily = [],
  onError,
}: JobQueueOptions): Promise<JobQueue> {
  const boss = createBoss(database, daily.length > 0);
  boss.on('error', onError);
  await boss.start();
  for (const kind of kinds) await declareQueue(boss, kind);
  for (const { kind, hour, minute, timeZone, timeoutSeconds } of daily) {
    const options = { tz: timeZone, missed: 'once' as const, expireInSeconds: timeoutSeconds };
    await boss.schedule(kind.name, `${minute} ${hour} * * *`, null, options);
  }
  // With the embedded engine this is the only process, so whatever is still marked as running is not.
  if (database.engine === 'embedded') {
    const names = kinds.map(({ name }) => name);
    await releaseAbandonedJobs(database.query, names, (name, ids) =>
      boss.fail(name, ids, { message: 'The process that ran this job ended.' }),
    );
  }
  const workers = new Set<Worker>();
  const stopListening = await database.listen(JOB_CHANNEL, (name) => {
    for (const worker of workers) if (worker.queue === name) worker.wake();
  });
  return {
    async enqueue(tx, kind, data, { timeoutSeconds }) {
      await boss.send(kind.name, data, { expireInSeconds: timeoutSeconds, db: fromKysely(tx) });
      await announceJob(tx, kind.name);
    },
    work<Data extends object>(kind: JobKind, concurrency: number, handlers: JobHandlers<Data>) {
      const { retries } = kind;
      const start = (queue: string, concurrency: number, run: JobHandlers<Data>['run']) => {
        const giveBack = (jobs: readonly JobAttempt[]) =>
          database.transaction((tx) => giveBackUnbegun(tx, queue, jobs));
        workers.add(startWorker({ boss, queue, retries, concurrency, run, giveBack, onError }));
      };
      start(kind.name, concurrency, handlers.run);
      start(abandonedQueue(kind), 1, ({ data }) => handlers.onDeadLetter(data));
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

/** Whoever waits for a job must hear of its end, even if the database takes nothing for days. */
const MAX_DEAD_LETTERS = 10_000;

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
