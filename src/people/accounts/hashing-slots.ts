import { AppError } from '../../platform/kernel/errors.ts';

const RETRY_AFTER_SECONDS = 2;

/** Runs work in a free slot. */
type RunInSlot = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Limits concurrent password hashing, because each run needs tens of megabytes, and limits the queue, because each
 * entry delays the next.
 * @returns a function that rejects with AppError `too_busy` if the queue is full
 */
export function createHashingSlots(atOnce: number, maxQueueLength: number): RunInSlot {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return;
    }
    if (waiting.length >= maxQueueLength) {
      throw new AppError(
        'unavailable',
        'too_busy',
        'Too many people are logging in. Try again in a moment.',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
