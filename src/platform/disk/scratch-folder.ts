import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileCount } from './file-count.ts';

/** An empty folder of one task. */
export interface Scratch {
  readonly path: string;
  /** Removes the folder with its files. */
  remove(): Promise<void>;
}

/** Local space for files that only the process that writes them needs. */
export interface ScratchFolder {
  /** @param purpose part of the name, in kebab case. Nothing else in the folder may have such a name */
  create(purpose: string): Promise<Scratch>;
  /** Removes folders of a purpose whose process died before a moment. Counts folders, and the bytes in them. */
  removeAbandoned(purpose: string, createdBefore: Date, options: { dryRun: boolean }): Promise<FileCount>;
}

const prefixOf = (purpose: string): string => `.${purpose}-`;

export const createScratchFolder = (folder: string): ScratchFolder => ({
  async create(purpose) {
    const path = await mkdtemp(join(folder, prefixOf(purpose)));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  },
  async removeAbandoned(purpose, createdBefore, { dryRun }) {
    const removed = { items: 0, bytes: 0 };
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || !entry.name.startsWith(prefixOf(purpose))) continue;
      const path = join(folder, entry.name);
      if ((await stat(path)).mtime >= createdBefore) continue;
      for (const file of await readdir(path)) removed.bytes += (await stat(join(path, file))).size;
      removed.items++;
      if (!dryRun) await rm(path, { recursive: true });
    }
    return removed;
  },
});
