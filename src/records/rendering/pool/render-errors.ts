import { AppError } from '../../../platform/kernel/errors.ts';

export const renderTimedOut = (timeoutMs: number): AppError =>
  new AppError(
    'internal',
    'render_timeout',
    `The record took longer than ${timeoutMs / 1000} ${timeoutMs === 1000 ? 'second' : 'seconds'} to set and was stopped. Leave out a section, or raise the time limit.`,
  );

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

export const failedRender = (detail: string): AppError =>
  new AppError('internal', 'render_failed', 'The record could not be set. The log of the server says why.', {
    cause: new Error(detail),
  });

export const renderAborted = (signal: AbortSignal): AppError =>
  new AppError('unavailable', 'render_aborted', 'The record was cancelled before it was complete.', {
    cause: signal.reason,
  });

export const poolClosed = (): AppError =>
  new AppError('unavailable', 'render_pool_closed', 'The server is shutting down. Try again in a moment.');
