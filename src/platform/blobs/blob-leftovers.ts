import { link, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileCount } from '../disk/file-count.ts';
import { hasSystemCode, missing } from '../kernel/system-error.ts';
import { type BlobFolder, placeBlob } from './blob-folder.ts';

/** Files in a folder of blobs that are no blobs. Only a store of files has them. */
export interface BlobLeftovers {
  /** Removes files whose writing stopped before a moment, and puts blobs back whose removal was interrupted. */
  removeUnfinished(writtenBefore: Date, options: { dryRun: boolean }): Promise<FileCount>;
  /** Removes damaged blobs that were quarantined before a moment. */
  removeQuarantined(quarantinedBefore: Date, options: { dryRun: boolean }): Promise<FileCount>;
  /** Returns the number of quarantined blobs. */
  countQuarantined(): Promise<number>;
}

/** The longest time between two writes to a file that is still being written, in milliseconds. */
export const MAX_WRITE_MS = 3_600_000;

/** The name in `incoming` of a blob that version 0.2 was removing. */
const REMOVING = /^removing-([0-9a-f]{64})-/;

export const createBlobLeftovers = (folder: BlobFolder): BlobLeftovers => ({
  async removeUnfinished(writtenBefore, { dryRun }) {
    if (!dryRun) for (const name of await readdir(folder.incoming)) await undoRemoval(folder, name);
    return removeOldFiles(folder.incoming, writtenBefore, dryRun);
  },
  removeQuarantined: (quarantinedBefore, { dryRun }) =>
    removeOldFiles(folder.quarantine, quarantinedBefore, dryRun),
  countQuarantined: async () => (await readdir(folder.quarantine)).length,
});

/**
 * Puts a blob back whose removal was interrupted, because something may refer to it.
 * @param name of a file in `incoming`; other files are ignored
 */
async function undoRemoval(folder: BlobFolder, name: string): Promise<void> {
  const [, hash] = REMOVING.exec(name) ?? [];
  if (hash === undefined) return;
  // Unlike a rename, a link never replaces a blob that was stored since.
  await placeBlob(folder, hash, (path) => link(join(folder.incoming, name), path).catch(alreadyThere));
  await rm(join(folder.incoming, name), { force: true });
}

async function removeOldFiles(folder: string, writtenBefore: Date, dryRun: boolean): Promise<FileCount> {
  const removed = { items: 0, bytes: 0 };
  for (const name of await readdir(folder)) {
    if (REMOVING.test(name)) continue;
    const file = await stat(join(folder, name)).catch(missing);
    if (!file || file.mtime >= writtenBefore) continue;
    if (!dryRun) await rm(join(folder, name), { force: true });
    removed.items++;
    removed.bytes += file.size;
  }
  return removed;
}

/** Ignores that a new blob has taken the place, or that the file was removed or put back meanwhile. */
function alreadyThere(error: unknown): void {
  if (!hasSystemCode(error, 'EEXIST', 'ENOENT')) throw error;
}
