import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { makeFolder, syncFolder } from '../../platform/kernel/durable-file.ts';
import { isKeyFile } from './backup-format.ts';

/** The files of an installation that are neither rows nor blobs: secrets, keys and certificates. */
export interface KeysFolder {
  /** Reads the files that a backup holds, one after the other. Links to elsewhere are ignored. */
  read(): AsyncIterable<{ path: string; bytes: Buffer }>;
  /** Writes a file that only its owner can read. @param path relative to the folder; the caller has checked it */
  place(path: string, bytes: Uint8Array): Promise<void>;
}

export const createKeysFolder = (folder: string): KeysFolder => ({
  async *read() {
    for (const path of await listKeyFiles(folder)) yield { path, bytes: await readFile(join(folder, path)) };
  },
  async place(path, bytes) {
    const place = join(folder, path);
    await makeFolder(dirname(place));
    await writeFile(place, bytes, { mode: 0o600, flush: true });
    await syncFolder(dirname(place));
  },
});

async function listKeyFiles(folder: string): Promise<string[]> {
  const signing = join(folder, 'signing');
  const entries = await readdir(folder, { withFileTypes: true });
  if (existsSync(signing)) {
    entries.push(...(await readdir(signing, { recursive: true, withFileTypes: true })));
  }
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter(isKeyFile);
}
