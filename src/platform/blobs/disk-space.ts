import { statfsSync } from 'node:fs';
import { AppError } from '../kernel/errors.ts';

/** Kept for what is under way when the disk gets full, for log-ins, and for deletions, which make room again. */
const RESERVE_BYTES = 64_000_000;
const FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];

/**
 * Makes sure that a folder's disk has room for something new. Waiting until a write fails would be too late:
 * an embedded database that cannot lengthen its log has to be started anew.
 * @throws AppError `storage_full`
 */
export function requireSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < RESERVE_BYTES) throw storageFull();
}

export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && FULL.includes((error as NodeJS.ErrnoException).code ?? '');

export const storageFull = (cause?: unknown): AppError =>
  new AppError('storage_full', 'storage_full', 'The disk is full. Nothing was changed; try again later.', {
    cause,
  });
