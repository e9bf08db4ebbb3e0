import type { Transaction } from '../db/database.ts';

/**
 * A kind of background work. Kinds are named `feature.verb` and never renamed, because rows in databases contain them.
 */
export interface JobKind {
  name: string;
  /** How often a failed job is retried. */
  retries: number;
}

/** A job that was begun. */
export interface Beginning<Begun> {
  begun: Begun;
  /** Whether the job will take long, and so takes one of the places. Jobs that do not are begun many at a time. */
  takesPlace: boolean;
}

/** One attempt of a job, for its handler. */
export interface JobAttempt<Data, Begun = undefined, Result = undefined> {
  data: Data;
  /** What `begin` returned for it. */
  begun: Begun;
  /** Whether the job is not retried if this attempt fails. */
  last: boolean;
  /** Aborted if the server stops and the job does not finish in the remaining time. */
  signal: AbortSignal;
  /**
   * Gives up the place of this job, because it takes long. Other jobs run beside it, but none of its share until it
   * has ended.
   */
  letOthersPass(): void;
  /** Gives up the place of this job, because what is left of it takes no long time. */
  givePlace(): void;
  /**
   * Completes the job with its result, in one transaction with the jobs that end at the same time. Resolves when that
   * is committed, with what `record` returned for the result.
   */
  complete(result: Result): Promise<boolean>;
  /**
   * Replaces this job by a new one that starts later, with all its retries. The transaction contains both, so a crash
   * loses neither. Does nothing if another attempt has the job.
   */
  defer(tx: Transaction, delaySeconds: number): Promise<void>;
  /**
   * Returns the time of the queue, which does not leap. It may differ from the clock, so use it for durations that
   * outlast an attempt, and do not show it.
   */
  queueTime(): Date;
  /**
   * Repeats a change while the database or its disk is unusable, until the server stops.
   * @throws every other error at once
   */
  persist<T>(work: () => Promise<T>): Promise<T>;
}

export interface JobHandlers<Data, Begun = undefined, Result = undefined> {
  /**
   * Begins jobs in the transaction that takes them from the queue. So an attempt acquires a right over data only
   * together with its job. Returns what `run` needs for each job, in their order. The transaction may be rolled back
   * and the jobs begun again.
   */
  begin?(tx: Transaction, jobs: readonly Data[]): Promise<readonly Beginning<Begun>[]>;
  /**
   * Does the job. It is completed when this resolves, if not before.
   * @throws to have the job retried. If the error describes an outage of the database or the disk, the retry does not
   *   count
   */
  run(attempt: JobAttempt<Data, Begun, Result>): Promise<void>;
  /** Records results in the transaction that completes their jobs. Returns for each whether it was recorded. */
  record?(tx: Transaction, results: readonly Result[]): Promise<readonly boolean[]>;
  /** Called once if all attempts are used up and `run` has not returned: the process died in each attempt. */
  onDeadLetter(data: Data): Promise<void>;
}
