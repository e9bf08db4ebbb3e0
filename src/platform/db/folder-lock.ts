import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../kernel/errors.ts';

const SQLITE_BUSY = 5;
/** The lock file is not what SQLite has written (`SQLITE_CORRUPT`, `SQLITE_NOTADB`). */
const DAMAGED: readonly unknown[] = [11, 26];
/** The name of the lock in the data folder. */
export const LOCK_FILE = 'lock';

/** @throws AppError `folder_unusable` */
export function refuseFolder(folder: string, cause: unknown): never {
  const message = `The data folder ${folder} cannot be used: ${(cause as Error).message}. Give it to the user of the server, or set ROOMSHOT_DATA_DIR to another folder.`;
  throw new AppError('invalid', 'folder_unusable', message, { cause });
}

/**
 * Locks a data folder for this process. The operating system releases the lock when the process ends, however it ends:
 * no lock file stays behind, and process ids (always 1 in a container) are irrelevant. SQLite is only a portable way to
 * get such a lock.
 *
 * @returns a function that releases the lock
 * @throws AppError `folder_in_use` if another process has it, `file_damaged`, `folder_unusable` if this user may not write there
 */
export function lockFolder(folder: string): () => void {
  const lock = openLock(folder);
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    const { errcode } = cause as { errcode?: number };
    if (DAMAGED.includes(errcode)) {
      const message = `The file ${join(folder, 'lock')} is damaged. It contains nothing of value. Stop all servers of this folder, and delete the file.`;
      throw new AppError('unavailable', 'file_damaged', message, { cause });
    }
    if (errcode !== SQLITE_BUSY) return refuseFolder(folder, cause);
    throw new AppError(
      'unavailable',
      'folder_in_use',
      `Another Roomshot process uses the data folder ${folder}. Stop it, or set ROOMSHOT_DATA_DIR to another folder.`,
      { cause },
    );
  }
  return () => lock.close();
}

function openLock(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(join(folder, LOCK_FILE), { timeout: 0 });
  } catch (cause) {
    return refuseFolder(folder, cause);
  }
}
