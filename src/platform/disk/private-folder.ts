import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSystemCode } from '../kernel/system-error.ts';

const OTHERS = 0o077;

/**
 * Creates a folder that only its owner can use, or takes the access of others away from an existing one and from
 * everything in it. A folder that nobody else could enter needs no complete search: only the entries at its top, and in
 * the `searched` folders, are checked.
 */
export async function makePrivate(folder: string, searched: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const wasOpen = await takeFromOthers(folder);
  const entries = wasOpen ? await readdir(folder, { recursive: true }) : await topEntries(folder, searched);
  for (const entry of entries) await takeFromOthers(join(folder, entry));
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

async function topEntries(folder: string, searched: readonly string[]): Promise<string[]> {
  const names = await readdir(folder);
  const below = searched.filter((name) => names.includes(name));
  const inside = await Promise.all(
    below.map(async (name) => (await readdir(join(folder, name))).map((entry) => join(name, entry))),
  );
  return [...names, ...inside.flat()];
}
