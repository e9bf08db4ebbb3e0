import { Readable } from 'node:stream';
import type { Blobs } from '../../platform/blobs/blob-ledger.ts';
import type { ByteRange } from '../../platform/blobs/blob-store.ts';
import type { Database } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { EditionCache } from '../editions/edition-cache.ts';
import { requestOf } from './edition-request.ts';
import { findSeal } from './seal-store.ts';
import type { Snapshot, SnapshotFile } from './snapshot.ts';

/** The file of a snapshot, which was found whole. */
interface ReadableSnapshot {
  /** Bytes. */
  size: number;
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: string;
  open(range?: ByteRange): Promise<Buffer | Readable>;
}

interface ReaderParts {
  database: Database;
  blobs: Blobs;
  editions: EditionCache;
}

/** The time limit of a render that replaces a damaged file. */
const RESTORE_TIMEOUT_MS = 300_000;
/** A larger edition is streamed from the disk, so that clients who read slowly do not keep it in memory. */
const MAX_BUFFERED_BYTES = 256 * 1024;

/** Reads the file of a finished snapshot: the edition, followed by the seal. */
export function createSnapshotReader(parts: ReaderParts) {
  /** @throws AppError `snapshot_not_ready`, `snapshot_file_missing`, `edition_lost` */
  return async function readSnapshot(snapshot: Snapshot, signal: AbortSignal): Promise<ReadableSnapshot> {
    const { file } = snapshot;
    if (snapshot.status !== 'completed' || file === null) {
      throw new AppError('malformed', 'snapshot_not_ready', 'Snapshot is not ready for download');
    }
    const edition = await openEdition(parts, snapshot, file, signal);
    const seal = await readSeal(parts, snapshot.id, file);
    if (!seal) throw fileMissing();
    const size = file.editionSize + seal.length;
    return {
      size,
      sha256: file.sha256,
      open: async (range = { first: 0, last: size - 1 }) => {
        const rest = (position: number) => Math.max(0, position - file.editionSize);
        const end = seal.subarray(rest(range.first), rest(range.last + 1));
        return edition instanceof Uint8Array
          ? Buffer.concat([edition.subarray(range.first, range.last + 1), end])
          : Readable.from(joined(edition, range, end), { objectMode: false });
      },
    };
  };
}

/** Returns the seal, checked; `undefined` if it is missing or damaged. */
function readSeal(
  { database, blobs }: ReaderParts,
  snapshotId: string,
  { sealSha256 }: SnapshotFile,
): Promise<Buffer | undefined> {
  return sealSha256 === null ? findSeal(database.query, snapshotId) : blobs.read(sealSha256);
}

export type SnapshotReader = ReturnType<typeof createSnapshotReader>;

interface StreamedEdition {
  size: number;
  stream(range?: ByteRange): Promise<Readable | undefined>;
}

/** Returns the bytes of a small edition, or the way to stream a large one. Either was found whole. */
async function openEdition(
  { database, blobs, editions }: ReaderParts,
  snapshot: Snapshot,
  { editionKey: key, editionSha256: sha256, editionSize: size }: SnapshotFile,
  signal: AbortSignal,
): Promise<Uint8Array | StreamedEdition> {
  const request = requestOf(database.query, snapshot);
  const limits = { signal, timeoutMs: RESTORE_TIMEOUT_MS };
  const record = { key, sha256, size };
  if (size <= MAX_BUFFERED_BYTES) return editions.recall(record, request, limits);
  await editions.restoreFile(record, request, limits);
  return { size, stream: (range) => blobs.stream(sha256, range) };
}

/** Opens the edition when its first byte is read: a client that has left opens no file. */
async function* joined(
  { size, stream }: StreamedEdition,
  { first, last }: ByteRange,
  end: Buffer,
): AsyncGenerator<Buffer, void> {
  if (first < size) {
    // Only the stream of a whole edition is checked on the way.
    const isWhole = first === 0 && last >= size - 1;
    const edition = await stream(isWhole ? undefined : { first, last: Math.min(last, size - 1) });
    if (!edition) throw fileMissing();
    yield* edition;
  }
  if (end.length > 0) yield end;
}

const fileMissing = (): AppError =>
  new AppError('not_found', 'snapshot_file_missing', 'Snapshot file not found in storage');
