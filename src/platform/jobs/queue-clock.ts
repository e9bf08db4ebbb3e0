import type { Database } from '../db/database.ts';
import { type Monotonic, monotonic } from '../kernel/monotonic.ts';
import {
  applyCorrection,
  correctQueueClock,
  lockQueueClock,
  readQueueClock,
  recordQueueTime,
} from './queue-clock-store.ts';

/** A difference that is no leap. It is shorter than the heartbeats of a job. */
const TOLERANCE_MS = 3000;
/** A correction below this is not worth one: the clock is as it was before it leapt. */
const NO_CORRECTION_MS = 1000;
/** How often the time is recorded, for the next start. */
const RECORD_EVERY_MS = 20_000;

/** A time of the queue, and between which two moments of the monotonic clock it was read. */
interface Reading {
  time: number;
  after: number;
  before: number;
}

interface QueueClockParts {
  database: Pick<Database, 'query' | 'transaction'>;
  monotonic?: Monotonic;
}

/**
 * The clock of the queue: the clock of the database without its leaps. Delays, heartbeats and time limits of jobs are
 * compared with it. So a job without a delay is due at once, and one with a delay when the delay has passed, whatever
 * the clock of the database is set to.
 */
export class QueueClock {
  readonly #database: QueueClockParts['database'];
  readonly #monotonic: Monotonic;
  #last: Reading | undefined;
  #recordedAt = 0;

  constructor(parts: QueueClockParts) {
    this.#database = parts.database;
    this.#monotonic = parts.monotonic ?? monotonic;
  }

  /** Continues where the last process stopped. If the clock went back meanwhile, the queue does not. */
  async start(): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await lockQueueClock(tx);
      const { wall, correctionMs, seenAt } = await readQueueClock(tx);
      const behindMs = (seenAt?.getTime() ?? 0) - (wall.getTime() + correctionMs);
      if (behindMs > TOLERANCE_MS) await correctQueueClock(tx, correctionMs + behindMs);
      else if (correctionMs !== 0) await applyCorrection(tx, correctionMs);
    });
    await this.correct();
  }

  /** Returns the time of the queue. It does not leap either. */
  now(): Date {
    return new Date(this.#last ? this.#last.time + this.#monotonic() - middleOf(this.#last) : 0);
  }

  /** Notices if the clock of the database has leapt, and takes the leap out again. Returns whether it has. */
  async correct(): Promise<boolean> {
    const reading = await this.#read();
    const hasLeapt = this.#last !== undefined && isLeap(this.#last, reading);
    this.#last = hasLeapt ? await this.#takeOut(this.#last as Reading) : reading;
    if (reading.before - this.#recordedAt >= RECORD_EVERY_MS) {
      this.#recordedAt = reading.before;
      await recordQueueTime(this.#database.query, this.now());
    }
    return hasLeapt;
  }

  async #read(db = this.#database.query): Promise<Reading> {
    const after = this.#monotonic();
    const { wall, correctionMs } = await readQueueClock(db);
    return { time: wall.getTime() + correctionMs, after, before: this.#monotonic() };
  }

  async #takeOut(last: Reading): Promise<Reading> {
    return this.#database.transaction(async (tx) => {
      await lockQueueClock(tx);
      const { correctionMs } = await readQueueClock(tx);
      const reading = await this.#read(tx);
      // Another process was first.
      if (!isLeap(last, reading)) return reading;
      const expected = last.time + middleOf(reading) - middleOf(last);
      const needed = Math.round(correctionMs + expected - reading.time);
      const corrected = Math.abs(needed) < NO_CORRECTION_MS ? 0 : needed;
      await correctQueueClock(tx, corrected);
      return { ...reading, time: reading.time - correctionMs + corrected };
    });
  }
}

const middleOf = ({ after, before }: Reading): number => (after + before) / 2;

function isLeap(last: Reading, next: Reading): boolean {
  const passed = next.time - last.time;
  return passed < next.after - last.before - TOLERANCE_MS || passed > next.before - last.after + TOLERANCE_MS;
}
