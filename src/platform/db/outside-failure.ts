import { AppError } from '../kernel/errors.ts';
import { storageFailure } from '../kernel/system-error.ts';
import { databaseFailure } from './database-error.ts';

/**
 * Translates an error that describes the state of the database or of the disk, and not a fault of the work. Returns
 * errors of our own as they are, and undefined for every other error.
 */
export const outsideFailure = (error: unknown): AppError | undefined =>
  error instanceof AppError ? error : (databaseFailure(error) ?? storageFailure(error));

/** Returns the failure of something outside the work that will pass: the same work can succeed later. */
export function passingTrouble(error: unknown): AppError | undefined {
  const failure = outsideFailure(error);
  return failure?.kind === 'unavailable' || failure?.kind === 'storage_full' ? failure : undefined;
}
