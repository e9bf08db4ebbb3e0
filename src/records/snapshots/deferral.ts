import { AppError } from '../../platform/kernel/errors.ts';
import { TIME_STAMP_MISSING } from '../signing/time-stamp-authority.ts';
import { utcText } from '../wording/time-text.ts';

/** When the next attempt of a waiting task begins. */
export interface Deferral {
  since: Date;
  delaySeconds: number;
  /** Shown with the task. */
  message: string;
}

const FIRST_DELAY_MS = 2000;
const MAX_DELAY_MS = 10 * 60_000;
const SECOND_MS = 1000;

/** Returns whether an error is transient: a later attempt may succeed without a change here. */
export const isTransient = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === TIME_STAMP_MISSING;

/**
 * Returns when to retry a deferred task. The next wait is as long as the whole wait so far, at most ten minutes.
 * Returns undefined if the task has waited for `maxWaitMs`.
 */
export function deferral(error: AppError, since: Date, now: Date, maxWaitMs: number): Deferral | undefined {
  const waitedMs = now.getTime() - since.getTime();
  if (waitedMs >= maxWaitMs) return undefined;
  const delayMs = Math.min(Math.max(waitedMs, FIRST_DELAY_MS), MAX_DELAY_MS);
  const delaySeconds = Math.ceil(delayMs / SECOND_MS);
  const next = new Date(now.getTime() + delaySeconds * SECOND_MS).toISOString();
  return {
    since,
    delaySeconds,
    message: `${error.message} The next attempt is at ${utcText(next, 'seconds')}.`,
  };
}

/** Creates the error of a task whose maximum wait is over. */
export const waitedTooLong = (error: AppError, since: Date): AppError =>
  new AppError(
    'unavailable',
    error.code,
    `${error.message} The record has waited for its time stamp since ${utcText(since.toISOString(), 'seconds')}; it was not made without one.`,
    { cause: error },
  );
