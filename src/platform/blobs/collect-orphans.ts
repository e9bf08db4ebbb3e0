import type { Queryable } from '../db/database.ts';
import type { Blob, BlobStore } from './blob-store.ts';
import { findOrphans } from './orphan-store.ts';

interface OrphanScope {
  db: Queryable;
  blobs: BlobStore;
  at: Date;
}

/** The time that may pass between storing a blob and committing the row that refers to it. */
const GRACE = { minAgeMs: 3_600_000 };

/** Removes blobs that were stored for a change that was never committed, or that nothing refers to any more. */
export async function collectOrphans({ db, blobs, at }: OrphanScope): Promise<Blob[]> {
  const collected: Blob[] = [];
  for await (const page of blobs.list(GRACE)) {
    for (const blob of await unusedOf(db, page, at)) {
      if (await blobs.remove(blob.sha256, GRACE)) collected.push(blob);
    }
  }
  return collected;
}

/** Lists blobs that are old enough to be removed if nothing refers to them. */
export async function listOld(blobs: BlobStore): Promise<Blob[]> {
  const old: Blob[] = [];
  for await (const page of blobs.list(GRACE)) old.push(...page);
  return old;
}

/** Returns those of some blobs that nothing refers to. */
export async function unusedOf(db: Queryable, some: readonly Blob[], at: Date): Promise<Blob[]> {
  const hashes = some.map(({ sha256 }) => sha256);
  const orphans = new Set(await findOrphans(db, hashes, at));
  return some.filter(({ sha256 }) => orphans.has(sha256));
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
  for (const hash of await findOrphans(db, hashes, at)) {
    if (await blobs.remove(hash, GRACE)) removed.push(hash);
  }
  return removed;
}
