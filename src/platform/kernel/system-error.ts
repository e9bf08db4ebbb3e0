import { AppError } from './errors.ts';

/** Returns whether the operating system returned one of these codes, such as `EEXIST`. */
export const hasSystemCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);

/** Turns the error of a missing file or folder into `undefined`. For `catch`. @throws every other error */
export function missing(error: unknown): undefined {
  if (!hasSystemCode(error, 'ENOENT')) throw error;
}

/** Returns whether a write failed because the disk, or the quota of this user, is full. */
export const isDiskFull = (error: unknown): boolean => hasSystemCode(error, 'ENOSPC', 'EDQUOT');

export const storageFull = (cause?: unknown): AppError =>
  new AppError('storage_full', 'storage_full', 'The disk is full. Nothing was changed. Try again later.', {
    cause,
  });
