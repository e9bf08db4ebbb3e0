import type { Database, Queryable } from '../db/database.ts';
import { isHeldBack, type Removal } from '../disk/removal-fuse.ts';
import type { Blob, BlobStore, StoredBlob } from './blob-store.ts';
import { findOrphans } from './orphan-store.ts';

interface OrphanScope {
  database: Pick<Database, 'query' | 'flushed'>;
  blobs: BlobStore;
  at: Date;
}

/** The time that may pass between storing a blob and committing the row that refers to it. */
const GRACE = { minAgeMs: 3_600_000 };

/**
 * Removes blobs that were stored for a change that was never committed, or that nothing refers to any more. They are
 * counted first: if the fuse holds them back, none is removed.
 * @param confirmed the number of files that a person has confirmed
 */
export async function collectOrphans(
  { database, blobs, at }: OrphanScope,
  confirmed: number,
): Promise<Removal> {
  const found = await countOrphans(database.query, blobs.list(), at);
  if (isHeldBack(found, confirmed)) return found;
  const removed = { ...found, items: 0, bytes: 0 };
  for await (const page of blobs.list(GRACE)) {
    const unused = await unusedOf(database.query, page, at);
    // A power cut would bring the rows back, but not the files.
    await database.flushed();
    for (const blob of unused) {
      // Files that became old since the count were not part of the decision.
      if (removed.items === found.items) return removed;
      if (!(await blobs.remove(blob.sha256, GRACE))) continue;
      removed.items++;
      removed.bytes += blob.size;
    }
  }
  return removed;
}

/** Lists all blobs for `countOrphans`, if the list must not take place in a transaction. */
export async function listAll(blobs: BlobStore): Promise<StoredBlob[][]> {
  const pages: StoredBlob[][] = [];
  for await (const page of blobs.list()) pages.push(page);
  return pages;
}

export async function countBlobs(blobs: BlobStore): Promise<number> {
  let count = 0;
  for await (const page of blobs.list()) count += page.length;
  return count;
}

/** Counts the blobs that `collectOrphans` would remove, among all blobs. */
export async function countOrphans(
  db: Queryable,
  pages: AsyncIterable<StoredBlob[]> | Iterable<StoredBlob[]>,
  at: Date,
): Promise<Removal> {
  const count = { items: 0, bytes: 0, of: 0, needed: 0 };
  for await (const page of pages) {
    const unused = await unusedOf(db, page, at);
    count.of += page.length;
    count.needed += page.length - unused.length;
    for (const { ageMs, size } of unused) {
      if (ageMs < GRACE.minAgeMs) continue;
      count.items++;
      count.bytes += size;
    }
  }
  return count;
}

/** Returns those of some blobs that nothing refers to. */
async function unusedOf<Some extends Blob>(db: Queryable, some: readonly Some[], at: Date): Promise<Some[]> {
  const hashes = some.map(({ sha256 }) => sha256);
  const orphans = new Set(await findOrphans(db, hashes, at));
  return some.filter(({ sha256 }) => orphans.has(sha256));
}

/**
 * Removes those of some blobs that nothing refers to. Blobs that are young, or that a backup needs, stay until the
 * next clean-up. Returns the hashes of the removed ones.
 */
export async function removeUnused(
  { database, blobs, at }: OrphanScope,
  hashes: readonly string[],
): Promise<string[]> {
  const removed: string[] = [];
  const orphans = await findOrphans(database.query, hashes, at);
  await database.flushed();
  for (const hash of orphans) {
    if (await blobs.remove(hash, GRACE)) removed.push(hash);
  }
  return removed;
}
