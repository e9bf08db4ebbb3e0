import type { Queryable } from '../db/database.ts';
import { isHeldBack, type Removal } from '../disk/removal-fuse.ts';
import type { Blobs } from './blob-ledger.ts';
import { findUnused } from './blob-ledger-store.ts';
import type { Blob } from './blob-store.ts';

interface OrphanScope {
  db: Queryable;
  blobs: Blobs;
  /** The time at which a blob hold may have expired. */
  at: Date;
}

/**
 * Removes blobs that were stored for a change that was never committed, or that nothing refers to any more, also those
 * without a row in the ledger. They are counted first: if the fuse holds them back, none is removed.
 * @param confirmed the number of files that a person has confirmed
 */
export async function collectOrphans({ db, blobs, at }: OrphanScope, confirmed: number): Promise<Removal> {
  const found = await countOrphans(db, blobs.list(), at);
  if (isHeldBack(found, confirmed)) return found;
  await blobs.endRemovals();
  const removed = { ...found, items: 0, bytes: 0 };
  for await (const page of blobs.list()) {
    for (const { sha256, size } of (await orphansOf(db, page, at)).old) {
      // Files that became old since the count were not part of the decision.
      if (removed.items === found.items) return removed;
      if (!(await blobs.remove(sha256))) continue;
      removed.items++;
      removed.bytes += size;
    }
  }
  return removed;
}

/** Lists all blobs for `countOrphans`, if the list must not take place in a transaction. */
export async function listAll(blobs: Pick<Blobs, 'list'>): Promise<Blob[][]> {
  const pages: Blob[][] = [];
  for await (const page of blobs.list()) pages.push(page);
  return pages;
}

export async function countBlobs(blobs: Pick<Blobs, 'list'>): Promise<number> {
  let count = 0;
  for await (const page of blobs.list()) count += page.length;
  return count;
}

/** Counts the blobs that `collectOrphans` would remove, among all blobs. */
export async function countOrphans(
  db: Queryable,
  pages: AsyncIterable<Blob[]> | Iterable<Blob[]>,
  at: Date,
): Promise<Removal> {
  const count = { items: 0, bytes: 0, of: 0, needed: 0 };
  for await (const page of pages) {
    const { all, old } = await orphansOf(db, page, at);
    count.of += page.length;
    count.needed += page.length - all;
    count.items += old.length;
    for (const { size } of old) count.bytes += size;
  }
  return count;
}

/** Returns how many of some blobs nothing refers to, and those of them to which nobody is about to refer. */
async function orphansOf(
  db: Queryable,
  some: readonly Blob[],
  at: Date,
): Promise<{ all: number; old: Blob[] }> {
  const hashes = some.map(({ sha256 }) => sha256);
  const unused = await findUnused(db, hashes, at);
  const old = new Set(unused.filter(({ isOld }) => isOld).map(({ hash }) => hash));
  return { all: unused.length, old: some.filter(({ sha256 }) => old.has(sha256)) };
}

/**
 * Removes those of some blobs that nothing refers to. Blobs that are young, or that a backup needs, stay until the
 * next clean-up. Returns the hashes of the removed ones.
 */
export async function removeUnused(
  { db, blobs, at }: OrphanScope,
  hashes: readonly string[],
): Promise<string[]> {
  const removed: string[] = [];
  for (const { hash, isOld } of await findUnused(db, hashes, at)) {
    if (isOld && (await blobs.remove(hash))) removed.push(hash);
  }
  return removed;
}
