import { constants } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../platform/kernel/errors.ts';

/**
 * Says beforehand of a file that could not be written, so that nothing is made for it in vain.
 * @throws AppError `file_unwritable`
 */
export async function requireFolderOf(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK | constants.X_OK).catch((cause) => refuse(path, cause));
}

/** @throws AppError `file_unwritable` */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path, content).catch((cause) => refuse(path, cause));
}

function refuse(path: string, cause: Error): never {
  const message = `The file ${path} cannot be written: ${cause.message}`;
  throw new AppError('invalid', 'file_unwritable', message, { cause });
}
