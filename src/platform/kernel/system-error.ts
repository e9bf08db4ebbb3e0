import { AppError } from './errors.ts';

/** Returns whether the operating system returned one of these codes, such as `EEXIST`. */
export const hasSystemCode = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes(systemCodeOf(error) ?? '');

/** Returns the code of an error of the operating system, of Node.js or of TLS. */
export const systemCodeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Turns the error of a missing file or folder into `undefined`. For `catch`. @throws every other error */
export function missing(error: unknown): undefined {
  if (!hasSystemCode(error, 'ENOENT')) throw error;
}

/** Returns whether a write failed because the disk, or the quota of this user, is full. */
export const isDiskFull = (error: unknown): boolean => hasSystemCode(error, 'ENOSPC', 'EDQUOT');

const RETRY_STORAGE_SECONDS = 10;

export const storageFull = (cause?: unknown): AppError =>
  new AppError('storage_full', 'storage_full', 'The disk is full. Nothing was changed. Try again later.', {
    cause,
    reason: 'The disk is full.',
    retryAfterSeconds: RETRY_STORAGE_SECONDS,
  });

/** The disk fails, is read-only, was taken away, or belongs to another user; the process has too many open files. */
const STORAGE_CODES: readonly string[] = [
  ...['EIO', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'ESTALE', 'ENOTCONN'],
  ...['EHOSTDOWN', 'EREMOTEIO', 'ESHUTDOWN', 'EMFILE', 'ENFILE', 'EBUSY', 'EAGAIN', 'ENOMEM'],
];

/** Translates an error of the operating system that describes the state of the disk. */
export function storageFailure(error: unknown): AppError | undefined {
  if (isDiskFull(error)) return storageFull(error);
  if (!hasSystemCode(error, ...STORAGE_CODES)) return undefined;
  const reason = 'The storage of the server cannot be used at the moment.';
  return new AppError('unavailable', 'storage_unavailable', `${reason} Try again in a moment.`, {
    cause: error,
    reason,
    retryAfterSeconds: RETRY_STORAGE_SECONDS,
  });
}
