import type { Queryable } from '../db/database.ts';
import type { Blob, BlobStore } from './blob-store.ts';
import { findOrphans } from './orphan-store.ts';

/** Between storing a file and committing what it is for, this much may pass. */
const GRACE_MS = 3_600_000;
const BATCH = 1000;

/** Removes blobs that were stored for a change that never came, or whose last user is gone. */
export async function collectOrphans(db: Queryable, blobs: BlobStore, at: Date): Promise<Blob[]> {
  const collected: Blob[] = [];
  let batch: Blob[] = [];
  const removeOrphansOfBatch = async () => {
    const orphans = new Set(
      await findOrphans(
        db,
        batch.map(({ sha256 }) => sha256),
      ),
    );
    for (const blob of batch.filter(({ sha256 }) => orphans.has(sha256))) {
      await blobs.remove(blob.sha256);
      collected.push(blob);
    }
    batch = [];
  };
  for await (const blob of blobs.list(new Date(at.getTime() - GRACE_MS))) {
    batch.push(blob);
    if (batch.length === BATCH) await removeOrphansOfBatch();
  }
  await removeOrphansOfBatch();
  return collected;
}
