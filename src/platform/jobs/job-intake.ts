import { fromKysely, type PgBoss } from 'pg-boss';
import type { Database, Transaction } from '../db/database.ts';
import { passingTrouble } from '../db/outside-failure.ts';
import type { FetchedJob } from './fetched-job.ts';
import type { Beginning, JobHandlers } from './job-kind.ts';

interface IntakeOptions<Data, Begun> {
  boss: PgBoss;
  database: Pick<Database, 'transaction'>;
  queue: string;
  begin: NonNullable<JobHandlers<Data, Begun>['begin']>;
  /** How many jobs that take long may run at a time. */
  places: number;
  onError: (error: unknown) => void;
}

/** What may be taken from the queue now. */
interface Room {
  /** How many more jobs may take a place. At least one. */
  places: number;
  /** How many more jobs may run at all. At least one. */
  jobs: number;
  ignoreGroups: string[];
  /** Whether jobs that are being taken must stay in the queue after all. */
  isClosed: () => boolean;
}

/** A job that was taken from the queue. */
export interface TakenJob<Data, Begun> extends Beginning<Begun> {
  job: FetchedJob<Data>;
}

interface Intake<Data, Begun> {
  taken: TakenJob<Data, Begun>[];
  /** Whether more jobs may wait. */
  moreMayWait: boolean;
}

const MAX_AT_ONCE = 16;

/** The jobs stay in the queue: the transaction that was taking them is rolled back. */
class LeftInQueue extends Error {
  /** How many jobs, from the first, can be taken. */
  readonly fitting: number;

  constructor(fitting: number) {
    super();
    this.fitting = fitting;
  }
}

/**
 * Takes jobs from a queue and begins them, in one transaction. Takes ever more at a time as long as none of them needs
 * a place, and returns to few when more need one than are free.
 */
export class JobIntake<Data extends object, Begun> {
  readonly #options: IntakeOptions<Data, Begun>;
  #reach: number;

  constructor(options: IntakeOptions<Data, Begun>) {
    this.#options = options;
    this.#reach = options.places;
  }

  async take(room: Room): Promise<Intake<Data, Begun>> {
    const limit = Math.min(room.jobs, Math.max(this.#reach, room.places));
    const intake = await this.#takeUpTo(limit, room);
    if (intake.moreMayWait) this.#reach = Math.min(MAX_AT_ONCE, this.#reach * 2);
    return intake;
  }

  async #takeUpTo(limit: number, room: Room): Promise<Intake<Data, Begun>> {
    try {
      const taken = await this.#begin(limit, room);
      return { taken, moreMayWait: taken.length === limit };
    } catch (error) {
      if (error instanceof LeftInQueue) {
        if (error.fitting === 0) return { taken: [], moreMayWait: false };
        this.#reach = this.#options.places;
        return this.#takeUpTo(error.fitting, room);
      }
      if (passingTrouble(error)) throw error;
      if (limit > 1) return this.#takeUpTo(1, room);
      await this.#failFirst(error, room);
      this.#options.onError(error);
      return { taken: [], moreMayWait: true };
    }
  }

  #begin(limit: number, { places, ignoreGroups, isClosed }: Room): Promise<TakenJob<Data, Begun>[]> {
    const { database, begin } = this.#options;
    return database.transaction(async (tx) => {
      const jobs = await this.#fetch(tx, limit, ignoreGroups);
      if (jobs.length === 0) return [];
      if (isClosed()) throw new LeftInQueue(0);
      const beginnings = await begin(
        tx,
        jobs.map(({ data }) => data),
      );
      const taken = beginnings.flatMap((beginning, index) => {
        const job = jobs[index];
        return job ? [{ ...beginning, job }] : [];
      });
      const fitting = countFitting(taken, places);
      if (fitting < taken.length) throw new LeftInQueue(fitting);
      return taken;
    });
  }

  async #fetch(tx: Transaction, batchSize: number, ignoreGroups: string[]): Promise<FetchedJob<Data>[]> {
    const { boss, queue } = this.#options;
    const options = { batchSize, ignoreGroups, includeMetadata: true as const, db: fromKysely(tx) };
    const jobs = await boss.fetch<Data>(queue, options);
    // The statement returns the first jobs, in any order.
    return jobs.sort((one, other) => other.priority - one.priority || +one.createdOn - +other.createdOn);
  }

  /** Fails the first job, which cannot be begun. Otherwise it would be the first one for ever. */
  #failFirst(error: unknown, { ignoreGroups }: Room): Promise<void> {
    const { boss, database, queue } = this.#options;
    return database.transaction(async (tx) => {
      const [job] = await this.#fetch(tx, 1, ignoreGroups);
      if (job) await boss.fail(queue, job, { message: messageOf(error) }, { db: fromKysely(tx) });
    });
  }
}

/** Returns how many of these jobs, from the first, need no more than the free places. */
function countFitting(taken: readonly Beginning<unknown>[], places: number): number {
  let free = places;
  const tooMany = taken.findIndex(({ takesPlace }) => takesPlace && free-- === 0);
  return tooMany === -1 ? taken.length : tooMany;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
