import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSystemCode, missing } from '../kernel/system-error.ts';

const OTHERS = 0o077;

/**
 * Creates a folder that only its owner can use, or takes the access of others away from an existing one and from some
 * of its entries. Everything below the entries is searched only if others could enter the folder. Other entries stay as
 * they are: an operator may have chosen a folder that contains more.
 *
 * @param entries names in the folder, which may be absent
 */
export async function makePrivate(folder: string, entries: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const recursive = await takeFromOthers(folder);
  for (const entry of entries) {
    const path = join(folder, entry);
    await takeFromOthers(path);
    for (const below of await contentsOf(path, recursive)) await takeFromOthers(join(path, below));
  }
}

/** @returns whether others had access */
async function takeFromOthers(path: string): Promise<boolean> {
  try {
    const stats = await lstat(path);
    // The mode of a link means nothing, and its target may lie elsewhere.
    if (stats.isSymbolicLink() || (stats.mode & OTHERS) === 0) return false;
    await chmod(path, stats.mode & 0o700);
    return true;
  } catch (error) {
    // The file has just been removed, or it is not ours to change. `doctor` reports the second.
    if (hasSystemCode(error, 'ENOENT', 'EPERM', 'EROFS', 'ENOTSUP')) return false;
    throw error;
  }
}

/** Returns the contents of a folder. A file, or a link, has none. */
async function contentsOf(path: string, recursive: boolean): Promise<string[]> {
  const stats = await lstat(path).catch(missing);
  return stats?.isDirectory() ? readdir(path, { recursive }) : [];
}
