import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from './errors.ts';
import { newId } from './ids.ts';
import { hasSystemCode, missing } from './system-error.ts';

/** Returns the text of a file, or `undefined` if the file does not exist. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'latin1').catch(missing);
}

/**
 * Reads a file that this program has written as JSON, or returns `undefined` if it does not exist.
 * @param remedy what the operator does about a damaged file
 * @throws AppError `file_damaged`
 */
export async function readJsonIfThere<T>(path: string, remedy: string): Promise<T | undefined> {
  const text = await readIfThere(path);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch (cause) {
    throw new AppError('unavailable', 'file_damaged', `The file ${path} is damaged. ${remedy}`, { cause });
  }
}

/**
 * Creates a file that must be created only once, such as a secret. If several processes start together, one writes its
 * text and the others use it.
 * @returns the text of the file
 */
export async function placeOnce(path: string, text: string, mode: number): Promise<string> {
  await makeFolder(dirname(path));
  const temporary = await writeBeside(path, text, mode);
  try {
    // Unlike a rename, a link never replaces what another process has just placed.
    await link(temporary, path);
  } catch (error) {
    if (!hasSystemCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return readFile(path, 'latin1');
}

/** Replaces a file atomically. */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  await rename(await writeBeside(path, text, mode), path);
  await syncFolder(dirname(path));
}

/** Creates a folder that only its owner can use, with the folders above it, and makes them durable. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let made = resolve(path); made !== top; made = dirname(made)) await syncFolder(dirname(made));
}

/** Makes a folder durable with all that is in it, if another program has written it. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory() || entry.isFile()) await sync(join(entry.parentPath, entry.name));
  }
  await sync(folder);
}

/** Makes changes of a folder durable: new, renamed and removed files. */
export const syncFolder = (folder: string): Promise<void> => sync(folder);

async function sync(path: string): Promise<void> {
  await using handle = await open(path, 'r');
  await handle.sync();
}

const UNFINISHED = /^\.[0-9a-f-]{36}\.new$/;

/** Removes the files that killed processes did not finish in a folder. Nobody else may write there. */
export async function removeUnfinishedFiles(folder: string): Promise<void> {
  for (const name of (await readdir(folder).catch(missing)) ?? []) {
    if (UNFINISHED.test(name)) await rm(join(folder, name), { force: true });
  }
}

async function writeBeside(path: string, text: string, mode: number): Promise<string> {
  const temporary = join(dirname(path), `.${newId()}.new`);
  await using file = await open(temporary, 'wx', mode);
  await file.writeFile(text);
  await file.sync();
  return temporary;
}
