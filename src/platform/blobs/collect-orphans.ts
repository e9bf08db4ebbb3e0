import type { Queryable } from '../db/database.ts';
import type { Blob, BlobStore } from './blob-store.ts';
import { findOrphans } from './orphan-store.ts';

interface OrphanScope {
  db: Queryable;
  blobs: BlobStore;
  at: Date;
}

/** Between storing a file and committing what it is for, this much may pass. */
const GRACE_MS = 3_600_000;
const BATCH = 1000;

const youngSince = (at: Date): Date => new Date(at.getTime() - GRACE_MS);

/** Removes blobs that were stored for a change that never came, or whose last user is gone. */
export async function collectOrphans({ db, blobs, at }: OrphanScope): Promise<Blob[]> {
  const collected: Blob[] = [];
  let batch: Blob[] = [];
  const collectBatch = async () => {
    for (const blob of await unusedOf(db, batch, at)) {
      if (await blobs.removeOld(blob.sha256, youngSince(at))) collected.push(blob);
    }
    batch = [];
  };
  for await (const blob of blobs.list(youngSince(at))) {
    batch.push(blob);
    if (batch.length === BATCH) await collectBatch();
  }
  await collectBatch();
  return collected;
}

/** The blobs that are old enough to be removed, should nothing stand on them. */
export async function listOld(blobs: BlobStore, at: Date): Promise<Blob[]> {
  const old: Blob[] = [];
  for await (const blob of blobs.list(youngSince(at))) old.push(blob);
  return old;
}

/** Those of some blobs that nothing stands on. */
export async function unusedOf(db: Queryable, some: readonly Blob[], at: Date): Promise<Blob[]> {
  const hashes = some.map(({ sha256 }) => sha256);
  const orphans = new Set(await findOrphans(db, hashes, at));
  return some.filter(({ sha256 }) => orphans.has(sha256));
}

/**
 * Removes those of some blobs that nothing stands on. What is young, or held by a backup, stays until the
 * next clean-up. Returns what was removed.
 */
export async function removeUnused(
  { db, blobs, at }: OrphanScope,
  hashes: readonly string[],
): Promise<string[]> {
  const removed: string[] = [];
  for (const hash of await findOrphans(db, hashes, at)) {
    if (await blobs.removeOld(hash, youngSince(at))) removed.push(hash);
  }
  return removed;
}
