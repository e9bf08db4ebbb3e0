import { fromKysely, type Job, type JobAttempt, type PgBoss } from 'pg-boss';
import type { Transaction } from '../db/database.ts';
import { isCurrentTry } from './job-store.ts';

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
  /** Aborted when the server stops and the job has not finished in the time that leaves. */
  signal: AbortSignal;
  /**
   * Whether this try has the job still, and until the transaction ends: a process that was frozen may find that
   * it was taken for dead meanwhile. What gives a try its power over data must ask first.
   */
  isCurrent(tx: Transaction): Promise<boolean>;
  /**
   * Has the same job done again later, as one that was never tried, and ends this one: both with the transaction,
   * so that whenever the process dies there is one job. Sends nothing if another try has the job already.
   */
  defer(tx: Transaction, delaySeconds: number): Promise<void>;
}

export interface JobHandlers<Data> {
  /** @throws to have the job tried again later */
  run(attempt: JobTry<Data>): Promise<void>;
  /** Called once when every try is used up without `run` having returned, its process having died with it. */
  onDeadLetter(data: Data): Promise<void>;
}

/** Does the jobs of one queue. */
export interface Worker {
  readonly queue: string;
  /** Looks for jobs, once whoever asked for one has their answer. */
  wake(): void;
  /** Begins no more jobs; those that run go on. */
  drain(): void;
  /**
   * Takes no more jobs, waits for those that run, and after the time tells the rest to end. What does not heed
   * that is left behind; the supervision gives it to others when it hears of it no more.
   */
  stop(timeoutMs: number): Promise<void>;
}

interface WorkerOptions<Data> {
  boss: PgBoss;
  queue: string;
  retries: number;
  concurrency: number;
  run: JobHandlers<Data>['run'];
  /** Has jobs that were fetched and not begun fetched again, as if they never had been. */
  giveBack: (jobs: readonly JobAttempt[]) => Promise<void>;
  onError: (error: unknown) => void;
}

/** A process that has not been heard of for so long is dead, and its jobs are free (the queue's minimum). */
export const HEARTBEAT_SECONDS = 10;
const HEARTBEAT_INTERVAL_MS = (HEARTBEAT_SECONDS * 1000) / 3;
/** For what no notification tells of: retries that have become due, and notifications that got lost. */
const POLL_MS = 1000;
/**
 * A job is announced when it is committed, and then its request still waits for the disk. Work that began at
 * once would keep the thread from answering: the embedded database runs on it, too.
 */
const ANSWER_FIRST_MS = 3;
const COMPLETE_AFTER_MS = 20;
/** How long a job has for ending once it is told to. */
const ABORT_GRACE_MS = 3000;

/**
 * Whatever is said of a job is said of one try of it, by its retry count: this process may have been taken for
 * dead, and then the job belongs to a later try, perhaps in this process too.
 *
 * Fetches as many jobs as there are free hands, with one query for all of them. The queue library's own
 * workers each fetch for themselves, and a single job wakes them all.
 */
export function startWorker<Data extends object>(options: WorkerOptions<Data>): Worker {
  const { boss, queue, retries, concurrency, run, giveBack, onError } = options;
  /** By what was fetched, not by id: one job may run twice, the first try overtaken. */
  const running = new Map<JobAttempt, Promise<void>>();
  const stopping = new AbortController();
  const completed: JobAttempt[] = [];
  let completing: NodeJS.Timeout | undefined;
  let closed = false;
  let fetching: Promise<void> | undefined;
  let again = false;

  async function attempt(job: Job<Data>): Promise<void> {
    try {
      await run({
        data: job.data,
        last: job.retryCount >= retries,
        signal: stopping.signal,
        isCurrent: (tx) => isCurrentTry(tx, queue, job),
        defer: (tx, delaySeconds) => defer(tx, job, delaySeconds),
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await boss.fail(queue, job, { message });
      return;
    }
    completed.push(job);
    completing ??= setTimeout(() => void completeAll().catch(onError), COMPLETE_AFTER_MS);
  }

  async function defer(tx: Transaction, job: Job<Data>, delaySeconds: number): Promise<void> {
    const options = { startAfter: delaySeconds, expireInSeconds: job.expireInSeconds, db: fromKysely(tx) };
    // The library answers with more than its types say.
    const { affected }: { affected?: number } = await boss.complete(queue, job, null, { db: options.db });
    if (affected !== 0) await boss.send(queue, job.data, options);
  }

  /** Ticks off what is done, many at once: nobody waits for it, and a job done twice changes nothing. */
  async function completeAll(): Promise<void> {
    clearTimeout(completing);
    completing = undefined;
    if (completed.length > 0) await boss.complete(queue, completed.splice(0));
  }

  function start(job: Job<Data>): void {
    const done = attempt(job)
      .catch(onError)
      .finally(() => {
        running.delete(job);
        // Hands were full when this job was fetched, so others may wait.
        if (running.size === concurrency - 1) wake();
      });
    running.set(job, done);
  }

  async function fetchAll(): Promise<void> {
    do {
      again = false;
      const free = concurrency - running.size;
      if (free === 0 || closed) return;
      const jobs = await boss.fetch<Data>(queue, { batchSize: free });
      if (!closed) for (const job of jobs) start(job);
      else if (jobs.length > 0) await giveBack(jobs);
    } while (again);
  }

  function wake(): void {
    again = true;
    if (fetching || closed) return;
    fetching = fetchAll()
      .catch(onError)
      .finally(() => {
        fetching = undefined;
        if (again) wake();
      });
  }

  const poll = setInterval(wake, POLL_MS);
  const heartbeat = setInterval(() => {
    if (running.size > 0) boss.touch(queue, [...running.keys()]).catch(onError);
  }, HEARTBEAT_INTERVAL_MS);
  wake();

  let waking: NodeJS.Timeout | undefined;
  const wakeSoon = (): void => {
    waking ??= setTimeout(() => {
      waking = undefined;
      wake();
    }, ANSWER_FIRST_MS);
  };

  function drain(): void {
    closed = true;
    clearInterval(poll);
    clearTimeout(waking);
  }

  async function untilIdle(): Promise<void> {
    await fetching;
    await Promise.all(running.values());
  }

  return {
    queue,
    wake: wakeSoon,
    drain,
    async stop(timeoutMs) {
      drain();
      const timer = setTimeout(() => stopping.abort(), timeoutMs);
      await noLongerThan(timeoutMs + ABORT_GRACE_MS, untilIdle());
      clearTimeout(timer);
      clearInterval(heartbeat);
      if (running.size > 0) onError(new Error(`Jobs of ${queue} that did not end in time: ${running.size}`));
      await completeAll();
    },
  };
}

async function noLongerThan(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
