import { CLOCK_TOLERANCE_MS, type Clock } from '../kernel/clock.ts';
import type { Monotonic } from '../kernel/monotonic.ts';

/** The difference between the time that must have been, and the time that the clock showed. */
export interface Leap {
  expected: Date;
  actual: Date;
}

/** Small corrections of an hour may add up to the tolerance, but not those of a year. */
const FOLLOW_AFTER_MS = 3_600_000;

interface WatchParts {
  clock: Clock;
  monotonic: Monotonic;
}

/** Compares a clock with the monotonic clock of the machine, which cannot be set. */
export class ClockWatch {
  readonly #parts: WatchParts;
  #time: Date;
  #at: number;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#time = parts.clock();
    this.#at = parts.monotonic();
  }

  /** Returns the leap of the clock since the last call, if it has leapt. */
  check(): Leap | undefined {
    const actual = this.#parts.clock();
    const at = this.#parts.monotonic();
    const passedMs = at - this.#at;
    const expected = new Date(this.#time.getTime() + passedMs);
    const hasLeapt = Math.abs(actual.getTime() - expected.getTime()) > CLOCK_TOLERANCE_MS;
    if (hasLeapt || passedMs > FOLLOW_AFTER_MS) {
      this.#time = actual;
      this.#at = at;
    }
    return hasLeapt ? { expected, actual } : undefined;
  }
}
