import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Database, Transaction } from '../db/database.ts';
import { BUSY } from '../db/database-error.ts';
import { passingTrouble } from '../db/outside-failure.ts';
import { Gathering } from '../kernel/gathering.ts';
import { complete, defer, type FetchedJob, postpone } from './fetched-job.ts';
import { JobIntake, type TakenJob } from './job-intake.ts';
import type { JobHandlers } from './job-kind.ts';
import { persist } from './persistence.ts';

interface WorkerOptions<Data, Begun, Result>
  extends Required<Omit<JobHandlers<Data, Begun, Result>, 'onDeadLetter'>> {
  boss: PgBoss;
  database: Pick<Database, 'transaction'>;
  queue: string;
  /** How many jobs that take long run at once. */
  concurrency: number;
  queueTime: () => Date;
  onError: (error: unknown) => void;
}

/** A job that has ended. */
interface EndedJob<Data, Result> {
  job: FetchedJob<Data>;
  /** At most one result. */
  results: readonly Result[];
}

/** How a worker stands at one moment. */
export interface WorkerStanding {
  /** How many jobs it has taken since its start. */
  taken: number;
  /** Whether it could take a job: it has room, is not drained, and the database did not refuse the last try. */
  canTake: boolean;
  /** The shares of which it leaves all jobs in the queue. */
  ignoredShares: readonly string[];
}

/** If a process sends no heartbeat for this time, its jobs are retried (the minimum of the queue). */
export const HEARTBEAT_SECONDS = 10;
const HEARTBEAT_INTERVAL_MS = (HEARTBEAT_SECONDS * 1000) / 3;
/** Nothing announces a retry whose delay has passed, and an announcement can get lost. */
const POLL_MS = 1000;
/** More jobs would take the threads that flush files from the others. Those that take long are not among them. */
const MAX_RUNNING = 16;
/** More jobs that take long would take the memory from the others. */
const MAX_LONG_WITHOUT_PLACE = 32;
/** More would hold the embedded engine for too long at a time. */
const COMPLETED_AT_ONCE = 16;
/** The time that a job has to end after its signal was aborted. */
const ABORT_GRACE_MS = 3000;

/**
 * Runs the jobs of one queue. Jobs begin in the transaction that takes them from the queue, and end in the transaction
 * that completes them, many at a time (docs/decisions/0055-jobs-begin-and-end-in-one-transaction.md).
 */
export class Worker<Data extends object, Begun, Result> {
  readonly queue: string;
  readonly #options: WorkerOptions<Data, Begun, Result>;
  readonly #intake: JobIntake<Data, Begun>;
  readonly #endings: Gathering<EndedJob<Data, Result>, boolean>;
  /** By attempt and not by id: if an attempt was overtaken, its job can run twice in this process. */
  readonly #running = new Map<FetchedJob<Data>, Promise<void>>();
  /** Running jobs that have a place. */
  readonly #atPlace = new Set<FetchedJob<Data>>();
  /** Running jobs that have given up their place because they take long. */
  readonly #long = new Set<FetchedJob<Data>>();
  readonly #stopping = new AbortController();
  readonly #poll: NodeJS.Timeout;
  readonly #heartbeat: NodeJS.Timeout;
  #fetching: Promise<void> | undefined;
  #fetchAgain = false;
  /** Whether jobs may wait that were announced already. */
  #moreMayWait = false;
  #isDrained = false;
  #taken = 0;
  /** Whether the last try to take jobs failed for a reason outside of this process. */
  #isRefused = false;

  constructor(options: WorkerOptions<Data, Begun, Result>) {
    this.queue = options.queue;
    this.#options = options;
    this.#intake = new JobIntake<Data, Begun>({ ...options, places: options.concurrency });
    this.#endings = new Gathering({
      work: (take) => options.database.transaction((tx) => this.#end(tx, take())),
      atOnce: COMPLETED_AT_ONCE,
      concernsAll: isOutage,
    });
    this.#poll = setInterval(() => this.#fetch(), POLL_MS);
    this.#heartbeat = setInterval(() => this.#sendHeartbeat(), HEARTBEAT_INTERVAL_MS);
    this.#fetch();
  }

  /** Fetches jobs, because one was announced. */
  wake(): void {
    this.#fetch();
  }

  standing(): WorkerStanding {
    const { places, jobs } = this.#room();
    return {
      taken: this.#taken,
      canTake: places > 0 && jobs > 0 && !this.#isRefused && !this.#isDrained,
      ignoredShares: this.#longShares(),
    };
  }

  /** Starts no more jobs. Running jobs continue. */
  drain(): void {
    this.#isDrained = true;
    clearInterval(this.#poll);
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
  }

  async #untilIdle(): Promise<void> {
    await this.#fetching;
    await Promise.all(this.#running.values());
  }

  #fetch(): void {
    this.#fetchAgain = true;
    if (this.#fetching || this.#isDrained) return;
    this.#fetching = this.#fetchAll()
      .catch((error: unknown) => {
        this.#isRefused = passingTrouble(error) !== undefined;
        this.#options.onError(error);
      })
      .finally(() => {
        this.#fetching = undefined;
        if (this.#fetchAgain) this.#fetch();
      });
  }

  async #fetchAll(): Promise<void> {
    while (this.#fetchAgain && !this.#isDrained) {
      // Jobs that end in the same moment make room together, and the answer to a request is not kept waiting.
      await nextTurn();
      this.#fetchAgain = false;
      this.#moreMayWait = true;
      const { places, jobs } = this.#room();
      if (places <= 0 || jobs <= 0) return;
      const { taken, moreMayWait } = await this.#intake.take({
        places,
        jobs,
        ignoreGroups: this.#longShares(),
        isClosed: () => this.#isDrained,
      });
      this.#isRefused = false;
      this.#taken += taken.length;
      this.#moreMayWait = moreMayWait;
      if (moreMayWait) this.#fetchAgain = true;
      for (const one of taken) this.#start(one);
    }
  }

  #room(): { places: number; jobs: number } {
    return {
      places: this.#options.concurrency - this.#atPlace.size,
      jobs: MAX_RUNNING - (this.#running.size - this.#long.size),
    };
  }

  #longShares(): string[] {
    return [...this.#long].flatMap(({ groupId }) => groupId ?? []);
  }

  #start(taken: TakenJob<Data, Begun>): void {
    const { job, takesPlace } = taken;
    if (takesPlace) this.#atPlace.add(job);
    const done = this.#attempt(taken)
      .catch(this.#options.onError)
      .finally(() => {
        this.#running.delete(job);
        this.#atPlace.delete(job);
        // The jobs of its share were not fetched.
        if (this.#long.delete(job) || this.#moreMayWait) this.#fetch();
      });
    this.#running.set(job, done);
  }

  async #attempt({ job, begun }: TakenJob<Data, Begun>): Promise<void> {
    const { boss, run, queueTime } = this.#options;
    let isCompleted = false;
    try {
      await run({
        data: job.data,
        begun,
        last: job.retryCount >= job.retryLimit,
        signal: this.#stopping.signal,
        letOthersPass: () => this.#letOthersPass(job),
        givePlace: () => this.#givePlace(job),
        complete: async (result) => {
          const isRecorded = await this.#endings.add({ job, results: [result] });
          isCompleted = true;
          return isRecorded;
        },
        defer: (tx, delaySeconds) => defer(boss, job, tx, delaySeconds),
        queueTime,
        persist: (work) => this.#persist(work),
      });
    } catch (error) {
      return this.#persist(() => this.#settleFailure(job, error));
    }
    if (!isCompleted) await this.#persist(() => this.#endings.add({ job, results: [] }));
  }

  /** Completes jobs, and records their results. Returns for each job whether its result was recorded. */
  async #end(tx: Transaction, ended: readonly EndedJob<Data, Result>[]): Promise<boolean[]> {
    const { boss, record } = this.#options;
    await complete(
      boss,
      this.queue,
      ended.map(({ job }) => job),
      tx,
    );
    const results = ended.flatMap((one) => one.results);
    const recorded = results.length > 0 ? [...(await record(tx, results))] : [];
    return ended.map((one) => one.results.length > 0 && recorded.shift() === true);
  }

  #letOthersPass(job: FetchedJob<Data>): void {
    if (this.#long.size >= MAX_LONG_WITHOUT_PLACE || !this.#running.has(job)) return;
    this.#long.add(job);
    this.#givePlace(job);
  }

  #givePlace(job: FetchedJob<Data>): void {
    if (this.#atPlace.delete(job) && this.#moreMayWait) this.#fetch();
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

  #sendHeartbeat(): void {
    const { boss, onError } = this.#options;
    if (this.#running.size > 0) boss.touch(this.queue, [...this.#running.keys()]).catch(onError);
  }
}

/** A conflict with another transaction is an outage for one job only. */
function isOutage(error: unknown): boolean {
  const trouble = passingTrouble(error);
  return trouble !== undefined && trouble.code !== BUSY;
}

async function noLongerThan(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
