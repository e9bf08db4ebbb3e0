import { AppError } from '../../platform/kernel/errors.ts';

const RETRY_AFTER_SECONDS = 2;

/**
 * Limits concurrent password hashing, because each run needs tens of megabytes, and limits the queue, because each
 * entry delays the next.
 */
export class HashingSlots {
  readonly #maxQueueLength: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param atOnce how many passwords are hashed at a time */
  constructor(atOnce: number, maxQueueLength: number) {
    this.#free = atOnce;
    this.#maxQueueLength = maxQueueLength;
  }

  /** Runs work as soon as a slot is free. @throws AppError `too_busy` if the queue is full */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#waiting.length >= this.#maxQueueLength) {
      const text = 'Too many people are logging in. Try again in a moment.';
      throw new AppError('unavailable', 'too_busy', text, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
