import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from './ids.ts';
import { hasSystemCode, missing } from './system-error.ts';

/** Returns the text of a file, or `undefined` if the file does not exist. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'latin1').catch(missing);
}

/**
 * Creates a file that must be created only once, such as a secret. If several processes start together, one writes its
 * text and the others use it.
 * @returns the text of the file
 */
export async function placeOnce(path: string, text: string, mode: number): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
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

/** Makes changes of a folder durable: new, renamed and removed files. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
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
