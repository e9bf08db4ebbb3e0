import { AppError } from '../../platform/kernel/errors.ts';

export const renderTimedOut = (timeoutMs: number): AppError =>
  new AppError(
    'internal',
    'render_timeout',
    `The record took longer than ${timeoutMs / 1000} ${timeoutMs === 1000 ? 'second' : 'seconds'} to set and was stopped. Leave out a section, or raise the time limit.`,
  );
