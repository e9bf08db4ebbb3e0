import { AppError } from '../../../platform/kernel/errors.ts';

const RETRY_SECONDS = 5;

export const renderTooLarge = (megabytes: number): AppError =>
  new AppError(
    'internal',
    'render_out_of_memory',
    `The record needed more than ${megabytes} MB of memory to set and was stopped. Leave out a section and try again.`,
  );

export const renderCrashed = (how: string): AppError =>
  new AppError(
    'internal',
    'render_crashed',
    'The process that sets records stopped unexpectedly. Try again.',
    {
      cause: new Error(how),
    },
  );

/** The operating system has refused a process: too many of them, too many open files, not enough memory. */
export const renderUnavailable = (cause: Error): AppError =>
  new AppError('unavailable', 'render_unavailable', 'No process can be started that sets the record.', {
    cause,
    retryAfterSeconds: RETRY_SECONDS,
  });

export const failedRender = (detail: string): AppError =>
  new AppError('internal', 'render_failed', 'The record could not be set. The log of the server says why.', {
    cause: new Error(detail),
  });

export const renderAborted = (signal: AbortSignal): AppError =>
  new AppError('unavailable', 'render_aborted', 'The record was cancelled before it was complete.', {
    cause: signal.reason,
    reason: 'The record was interrupted.',
    retryAfterSeconds: RETRY_SECONDS,
  });

export const poolClosed = (): AppError =>
  new AppError('unavailable', 'render_pool_closed', 'The server is shutting down. Try again in a moment.', {
    retryAfterSeconds: RETRY_SECONDS,
  });
