import type { Transaction } from '../db/database.ts';

/**
 * A kind of background work. Kinds are named `feature.verb` and never renamed, because rows in databases contain them.
 */
export interface JobKind {
  name: string;
  /** How often a failed job is retried. */
  retries: number;
}

/** One attempt of a job, for its handler. */
export interface JobAttempt<Data> {
  data: Data;
  /** Whether the job is not retried if this attempt fails. */
  last: boolean;
  /** Aborted if the server stops and the job does not finish in the remaining time. */
  signal: AbortSignal;
  /**
   * Gives up the slot of this job, because it takes long. Other jobs run beside it, but none of its share until it has
   * ended.
   */
  letOthersPass(): void;
  /**
   * Whether this attempt still has the job. If so, no other attempt gets the job before the transaction ends. If a
   * process was frozen, another process may have its jobs. Call this before the attempt acquires any right over data.
   */
  isCurrent(tx: Transaction): Promise<boolean>;
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

export interface JobHandlers<Data> {
  /**
   * @throws to have the job retried. If the error describes an outage of the database or the disk, the retry does not
   *   count
   */
  run(attempt: JobAttempt<Data>): Promise<void>;
  /** Called once if all attempts are used up and `run` has not returned: the process died in each attempt. */
  onDeadLetter(data: Data): Promise<void>;
}
