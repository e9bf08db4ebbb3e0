import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from './ids.ts';
import { hasSystemCode, missing } from './system-error.ts';

/** The text of a file, or nothing if there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'latin1').catch(missing);
}

/**
 * Makes a file that must be made only once, such as a secret. Of several processes that start together, one
 * places its text and the others take that one.
 * @returns the text that stands there
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

/** Puts a whole new file in the place of an old one: there is never half of one. */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  await rename(await writeBeside(path, text, mode), path);
  await syncFolder(dirname(path));
}

/** Makes what was placed in a folder, renamed or removed survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

async function writeBeside(path: string, text: string, mode: number): Promise<string> {
  const temporary = join(dirname(path), `.${newId()}.new`);
  await using file = await open(temporary, 'wx', mode);
  await file.writeFile(text);
  await file.sync();
  return temporary;
}
