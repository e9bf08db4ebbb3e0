import { passingTrouble } from '../../platform/db/outside-failure.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { TIME_STAMP_MISSING } from '../signing/time-stamp-authority.ts';
import { utcText } from '../wording/time-text.ts';

/** When the next attempt of a waiting task begins. */
export interface Deferral {
  delaySeconds: number;
  /** Shown with the task. */
  message: string;
}

const FIRST_DELAY_MS = 2000;
/** An authority is asked less and less often. The own disk and database can be asked often. */
const MAX_DELAY_MS = { authority: 10 * 60_000, own: 60_000 };
const SECOND_MS = 1000;

/** The certificate is out of its time. The clock may be wrong, or the operator is about to supply a new one. */
const OUT_OF_TIME = 'signing_certificate_expired';

/**
 * Returns the trouble because of which an attempt could not succeed, if it is not the fault of the record: an outage of
 * the disk, the database, the key or the time-stamp authority, or the end of the server.
 */
export function troubleOf(error: unknown, signal: AbortSignal): AppError | undefined {
  if (error instanceof AppError && error.code === OUT_OF_TIME) return error;
  const trouble = passingTrouble(error);
  return trouble ?? (signal.aborted ? stopping(error) : undefined);
}

/** How long a task has waited for the end of an outage. */
export interface Wait {
  /** By the clock of the queue: a clock that leaps must not end a wait. */
  waitedMs: number;
  /** The time now, for messages. */
  at: Date;
}

/**
 * Returns when to retry a deferred task. The next wait is as long as the whole wait so far, up to a limit. Returns
 * undefined if the task has waited for its time stamp for `maxWaitMs`. Every other trouble is waited out, because the
 * operator ends it.
 */
export function deferral(trouble: AppError, { waitedMs, at }: Wait, maxWaitMs: number): Deferral | undefined {
  const isOutside = trouble.code === TIME_STAMP_MISSING;
  if (isOutside && waitedMs >= maxWaitMs) return undefined;
  const delayMs = Math.min(
    Math.max(waitedMs, FIRST_DELAY_MS),
    isOutside ? MAX_DELAY_MS.authority : MAX_DELAY_MS.own,
  );
  const delaySeconds = Math.ceil(delayMs / SECOND_MS);
  const next = new Date(at.getTime() + delaySeconds * SECOND_MS).toISOString();
  return {
    delaySeconds,
    message: `${trouble.reason} The next attempt is at ${utcText(next, 'seconds')}.`,
  };
}

/** Creates the error of a task whose maximum wait is over. */
export function waitedTooLong(error: AppError, { waitedMs, at }: Wait): AppError {
  const since = utcText(new Date(at.getTime() - waitedMs).toISOString(), 'seconds');
  return new AppError(
    'unavailable',
    error.code,
    `${error.message} The record has waited for its time stamp since ${since}; it was not made without one.`,
    { cause: error },
  );
}

const stopping = (cause: unknown): AppError =>
  new AppError('unavailable', 'stopping', 'The server is shutting down.', { cause });
