import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Database } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { EditionCache } from '../editions/edition-cache.ts';
import { requestOf } from './edition-request.ts';
import type { Snapshot } from './snapshot.ts';

interface ReadableSnapshot {
  bytes: Buffer;
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: string;
}

/** The time limit of a render that replaces a damaged file. */
const RESTORE_TIMEOUT_MS = 300_000;

/** Reads the file of a finished snapshot: the edition, followed by the seal. */
export function createSnapshotReader({
  database,
  blobs,
  editions,
}: {
  database: Database;
  blobs: BlobStore;
  editions: EditionCache;
}) {
  /** @throws AppError `snapshot_not_ready`, `snapshot_file_missing`, `edition_lost` */
  return async function readSnapshot(snapshot: Snapshot, signal: AbortSignal): Promise<ReadableSnapshot> {
    const { file } = snapshot;
    if (snapshot.status !== 'completed' || file === null) {
      throw new AppError('malformed', 'snapshot_not_ready', 'Snapshot is not ready for download');
    }
    const record = { key: file.editionKey, sha256: file.editionSha256, size: file.editionSize };
    const limits = { signal, timeoutMs: RESTORE_TIMEOUT_MS };
    const edition = await editions.recall(record, requestOf(database.query, snapshot), limits);
    const seal = await blobs.read(file.sealSha256);
    if (!seal) {
      throw new AppError('not_found', 'snapshot_file_missing', 'Snapshot file not found in storage');
    }
    return { bytes: Buffer.concat([edition, seal]), sha256: file.sha256 };
  };
}

export type SnapshotReader = ReturnType<typeof createSnapshotReader>;
