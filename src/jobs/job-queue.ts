import { fromKysely, fromPglite, PgBoss } from 'pg-boss';
import type { Database, Transaction } from '../db/database.ts';
import { releaseAbandonedJobs } from './abandoned-jobs-store.ts';

/** A kind of background work. Kinds are `feature.verb` and never renamed: rows in databases hold them. */
export interface JobKind {
  name: string;
  /** How often a job that failed is tried again. */
  retries: number;
}

/** One try of one job. */
export interface JobTry<Data> {
  data: Data;
  /** Whether a failure of this try is the job's last word. */
  last: boolean;
  /** Aborted when the job has run out of its time or the server stops. */
  signal: AbortSignal;
}

interface JobHandlers<Data> {
  /** @throws to have the job tried again later */
  run(attempt: JobTry<Data>): Promise<void>;
  /** Called once when every try is used up without `run` having returned, its process having died with it. */
  abandoned(data: Data): Promise<void>;
}

/** Work that is committed with the change that asks for it and is then done at least once. */
export interface JobQueue {
  enqueue(tx: Transaction, kind: JobKind, data: object, options: { timeoutSeconds: number }): Promise<void>;
  /** Starts doing jobs of a kind, `concurrency` at a time. */
  work<Data extends object>(kind: JobKind, concurrency: number, handlers: JobHandlers<Data>): Promise<void>;
  /** Takes no new jobs, waits for the running ones, and gives back those that are not done in time. */
  stop(timeoutMs: number): Promise<void>;
}

interface JobQueueOptions {
  database: Database;
  kinds: readonly JobKind[];
  onError: (error: Error) => void;
}

/** A process that has not been heard of for so long is dead, and its jobs are free (the least possible). */
const HEARTBEAT_SECONDS = 10;
const SUPERVISION_SECONDS = 2;
const POLL_SECONDS = 1;
const KEEP_FINISHED_SECONDS = 3600;
const CLEAN_UP_SECONDS = 600;
const FIRST_RETRY_SECONDS = 1;
const LONGEST_RETRY_SECONDS = 30;

const abandonedQueue = (kind: JobKind) => `${kind.name}.abandoned`;

/** Opens the queue in the database; its tables are made if they are not there. */
export async function openJobQueue({ database, kinds, onError }: JobQueueOptions): Promise<JobQueue> {
  const boss = createBoss(database);
  boss.on('error', onError);
  await boss.start();
  for (const kind of kinds) await declareQueue(boss, kind);
  // With the embedded engine this is the only process, so whatever is still marked as running is not.
  if (database.engine === 'embedded') {
    await releaseAbandonedJobs(
      database.query,
      kinds.map(({ name }) => name),
      (name, ids) => boss.fail(name, ids, { message: 'The process that ran this job ended.' }),
    );
  }
  return {
    async enqueue(tx, kind, data, { timeoutSeconds }) {
      await boss.send(kind.name, data, { expireInSeconds: timeoutSeconds, db: fromKysely(tx) });
    },
    async work<Data extends object>(kind: JobKind, concurrency: number, handlers: JobHandlers<Data>) {
      for (let worker = 0; worker < concurrency; worker++) await startWorker(boss, kind, handlers);
      const polling = { pollingIntervalSeconds: POLL_SECONDS };
      await boss.work<Data>(abandonedQueue(kind), polling, async ([job]) => {
        if (job) await handlers.abandoned(job.data);
      });
    },
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}

/** A worker does one job after the other; notifications wake it, and the poll is there for those that get lost. */
async function startWorker<Data extends object>(
  boss: PgBoss,
  kind: JobKind,
  { run }: JobHandlers<Data>,
): Promise<void> {
  const polling = { pollingIntervalSeconds: POLL_SECONDS, notifyPollingIntervalSeconds: POLL_SECONDS };
  let id: string | undefined;
  id = await boss.work<Data>(kind.name, polling, async ([job]) => {
    if (!job) return;
    try {
      await run({ data: job.data, last: job.retryCount >= kind.retries, signal: job.signal });
    } finally {
      // There may be more to do, and a job that waits since before this one began notifies nobody again.
      if (id !== undefined) boss.notifyWorker(id);
    }
  });
}

function createBoss({ queueConnection }: Database): PgBoss {
  const options = {
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISION_SECONDS,
    monitorIntervalSeconds: SUPERVISION_SECONDS,
    maintenanceIntervalSeconds: CLEAN_UP_SECONDS,
  };
  return queueConnection.kind === 'embedded'
    ? new PgBoss({ ...options, backend: 'pglite', db: fromPglite(queueConnection.pglite) })
    : new PgBoss({ ...options, connectionString: queueConnection.url, max: 4 });
}

async function declareQueue(boss: PgBoss, kind: JobKind): Promise<void> {
  const keep = { deleteAfterSeconds: KEEP_FINISHED_SECONDS };
  await boss.createQueue(abandonedQueue(kind), { ...keep, retryLimit: 10, retryDelay: FIRST_RETRY_SECONDS });
  await boss.createQueue(kind.name, {
    ...keep,
    notify: true,
    deadLetter: abandonedQueue(kind),
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryLimit: kind.retries,
    retryDelay: FIRST_RETRY_SECONDS,
    retryBackoff: true,
    retryDelayMax: LONGEST_RETRY_SECONDS,
  });
}
