import { AppError } from '../../platform/kernel/errors.ts';
import { TIME_STAMP_MISSING } from '../signing/time-stamp-authority.ts';
import { utcText } from '../wording/time-text.ts';

/** When a task that waits for something outside is tried again. */
export interface Deferral {
  since: Date;
  delaySeconds: number;
  /** For whoever looks at the task. */
  message: string;
}

const FIRST_DELAY_MS = 2000;
const MAX_DELAY_MS = 10 * 60_000;
const SECOND_MS = 1000;

/** Whether a later try may succeed without any change here. */
export const isTransient = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === TIME_STAMP_MISSING;

/**
 * When to try a task again that waits since some moment. It waits for as long again as it has waited already, and
 * for ten minutes at most. Returns undefined if it has waited for `maxWaitMs`.
 */
export function deferral(error: AppError, since: Date, now: Date, maxWaitMs: number): Deferral | undefined {
  const waitedMs = now.getTime() - since.getTime();
  if (waitedMs >= maxWaitMs) return undefined;
  const delayMs = Math.min(Math.max(waitedMs, FIRST_DELAY_MS), MAX_DELAY_MS);
  const delaySeconds = Math.ceil(delayMs / SECOND_MS);
  const next = new Date(now.getTime() + delaySeconds * SECOND_MS).toISOString();
  return { since, delaySeconds, message: `${error.message} Trying again at ${utcText(next, 'seconds')}.` };
}

/** Why a task fails that has waited for too long. */
export const waitedTooLong = (error: AppError, since: Date): AppError =>
  new AppError(
    'unavailable',
    error.code,
    `${error.message} The record has waited for its time stamp since ${utcText(since.toISOString(), 'seconds')}; it was not made without one.`,
    { cause: error },
  );
