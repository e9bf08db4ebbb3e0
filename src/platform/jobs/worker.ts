import type { PgBoss } from 'pg-boss';
import type { Database } from '../db/database.ts';
import { passingTrouble } from '../db/outside-failure.ts';
import { defer, type FetchedJob, giveBack, isCurrent, postpone } from './fetched-job.ts';
import { announceJob } from './job-announcement-store.ts';
import type { JobHandlers } from './job-kind.ts';
import { persist } from './persistence.ts';

interface WorkerOptions<Data> {
  boss: PgBoss;
  database: Pick<Database, 'transaction'>;
  queue: string;
  /** How many jobs run at once. */
  concurrency: number;
  run: JobHandlers<Data>['run'];
  queueTime: () => Date;
  onError: (error: unknown) => void;
}

/** If a process sends no heartbeat for this time, its jobs are retried (the minimum of the queue). */
export const HEARTBEAT_SECONDS = 10;
const HEARTBEAT_INTERVAL_MS = (HEARTBEAT_SECONDS * 1000) / 3;
/** Nothing announces a retry whose delay has passed, and an announcement can get lost. */
const POLL_MS = 1000;
/**
 * A job is announced when it is committed, and its request then still waits for the disk. The embedded database runs
 * on the same thread, so a job that starts at once delays the response.
 */
const ANSWER_FIRST_MS = 3;
const COMPLETE_AFTER_MS = 20;
/** More jobs that take long would take the memory from the others. */
const MAX_WITHOUT_SLOT = 32;
/** The time that a job has to end after its signal was aborted. */
const ABORT_GRACE_MS = 3000;

/**
 * Runs the jobs of one queue. Fetches as many jobs as may start, with one query
 * (docs/decisions/0033-own-worker-over-the-public-api-of-the-queue.md).
 */
export class Worker<Data extends object> {
  readonly queue: string;
  readonly #options: WorkerOptions<Data>;
  /** By attempt and not by id: if an attempt was overtaken, its job can run twice in this process. */
  readonly #running = new Map<FetchedJob<Data>, Promise<void>>();
  /** Running jobs without a slot. */
  readonly #withoutSlot = new Set<FetchedJob<Data>>();
  #completed: FetchedJob<Data>[] = [];
  readonly #stopping = new AbortController();
  readonly #poll: NodeJS.Timeout;
  readonly #heartbeat: NodeJS.Timeout;
  #waking: NodeJS.Timeout | undefined;
  #completing: NodeJS.Timeout | undefined;
  #fetching: Promise<void> | undefined;
  #fetchAgain = false;
  /** Whether jobs may wait that were announced already. */
  #moreMayWait = false;
  #isDrained = false;

  constructor(options: WorkerOptions<Data>) {
    this.queue = options.queue;
    this.#options = options;
    this.#poll = setInterval(() => this.#fetch(), POLL_MS);
    this.#heartbeat = setInterval(() => this.#sendHeartbeat(), HEARTBEAT_INTERVAL_MS);
    this.#fetch();
  }

  /** Fetches jobs soon, after the response to the request that created the job. */
  wake(): void {
    if (this.#isDrained) return;
    this.#waking ??= setTimeout(() => {
      this.#waking = undefined;
      this.#fetch();
    }, ANSWER_FIRST_MS);
  }

  /** Starts no more jobs. Running jobs continue. */
  drain(): void {
    this.#isDrained = true;
    clearInterval(this.#poll);
    clearTimeout(this.#waking);
  }

  /**
   * Drains, waits for the running jobs, and aborts them after a time. A job that ignores the abort is left behind.
   * The supervision retries it when its heartbeats stop.
   */
  async stop(timeoutMs: number): Promise<void> {
    this.drain();
    const timer = setTimeout(() => this.#stopping.abort(), timeoutMs);
    await noLongerThan(timeoutMs + ABORT_GRACE_MS, this.#untilIdle());
    clearTimeout(timer);
    clearInterval(this.#heartbeat);
    const left = this.#running.size;
    if (left > 0) {
      this.#options.onError(new Error(`Jobs of ${this.queue} that did not end in time: ${left}`));
    }
    await this.#completeAll();
  }

  async #untilIdle(): Promise<void> {
    await this.#fetching;
    await Promise.all(this.#running.values());
  }

  #fetch(): void {
    this.#fetchAgain = true;
    if (this.#fetching || this.#isDrained) return;
    this.#fetching = this.#fetchAll()
      .catch(this.#options.onError)
      .finally(() => {
        this.#fetching = undefined;
        if (this.#fetchAgain) this.#fetch();
      });
  }

  async #fetchAll(): Promise<void> {
    const { boss, concurrency } = this.#options;
    while (this.#fetchAgain && !this.#isDrained) {
      this.#fetchAgain = false;
      const free = concurrency - (this.#running.size - this.#withoutSlot.size);
      this.#moreMayWait = true;
      if (free === 0) return;
      const ignoreGroups = [...this.#withoutSlot].flatMap(({ groupId }) => groupId ?? []);
      const options = { batchSize: free, includeMetadata: true as const, ignoreGroups };
      const jobs = await boss.fetch<Data>(this.queue, options);
      this.#moreMayWait = jobs.length === free;
      if (this.#isDrained) return this.#giveBack(jobs);
      for (const job of jobs) this.#start(job);
    }
  }

  async #giveBack(jobs: readonly FetchedJob<Data>[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#options.database.transaction(async (tx) => {
      for (const job of jobs) await giveBack(this.#options.boss, job, tx);
      await announceJob(tx, this.queue);
    });
  }

  #start(job: FetchedJob<Data>): void {
    const done = this.#attempt(job)
      .catch(this.#options.onError)
      .finally(() => {
        this.#running.delete(job);
        // The jobs of its share were not fetched.
        if (this.#withoutSlot.delete(job) || this.#moreMayWait) this.#fetch();
      });
    this.#running.set(job, done);
  }

  async #attempt(job: FetchedJob<Data>): Promise<void> {
    const { boss, run, queueTime } = this.#options;
    try {
      await run({
        data: job.data,
        last: job.retryCount >= job.retryLimit,
        signal: this.#stopping.signal,
        letOthersPass: () => this.#letOthersPass(job),
        isCurrent: (tx) => isCurrent(boss, job, tx),
        defer: (tx, delaySeconds) => defer(boss, job, tx, delaySeconds),
        queueTime,
        persist: (work) => this.#persist(work),
      });
    } catch (error) {
      return this.#persist(() => this.#settleFailure(job, error));
    }
    this.#complete(job);
  }

  #letOthersPass(job: FetchedJob<Data>): void {
    if (this.#withoutSlot.size >= MAX_WITHOUT_SLOT || !this.#running.has(job)) return;
    this.#withoutSlot.add(job);
    this.#fetch();
  }

  /** An outage uses up no retry. */
  async #settleFailure(job: FetchedJob<Data>, error: unknown): Promise<void> {
    const { boss, database, onError } = this.#options;
    if (passingTrouble(error)) {
      onError(error);
      return database.transaction((tx) => postpone(boss, job, tx));
    }
    const message = error instanceof Error ? error.message : String(error);
    await boss.fail(this.queue, job, { message });
  }

  #persist<T>(work: () => Promise<T>): Promise<T> {
    return persist(work, this.#stopping.signal);
  }

  #complete(job: FetchedJob<Data>): void {
    this.#completed.push(job);
    this.#completing ??= setTimeout(
      () => void this.#completeAll().catch(this.#options.onError),
      COMPLETE_AFTER_MS,
    );
  }

  /** Completes many jobs with one statement. This may be late: nobody waits for it, and jobs are repeatable. */
  async #completeAll(): Promise<void> {
    clearTimeout(this.#completing);
    this.#completing = undefined;
    const jobs = this.#completed;
    this.#completed = [];
    if (jobs.length > 0) await this.#persist(() => this.#options.boss.complete(this.queue, jobs));
  }

  #sendHeartbeat(): void {
    const { boss, onError } = this.#options;
    if (this.#running.size > 0) boss.touch(this.queue, [...this.#running.keys()]).catch(onError);
  }
}

async function noLongerThan(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
