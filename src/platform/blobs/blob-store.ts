import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { syncFolder } from '../kernel/durable-file.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256 } from '../kernel/hash.ts';
import { isDiskFull, storageFull } from './disk-space.ts';

export interface Blob {
  sha256: string;
  /** Bytes. */
  size: number;
}

/** Immutable bytes under their SHA-256. */
export interface BlobStore {
  /**
   * Stores bytes durably: when this resolves, they survive a power cut.
   * @throws AppError `storage_full`; `file_too_large` beyond `maxBytes`; nothing is kept then
   */
  put(source: Uint8Array | Readable, options?: { maxBytes?: number }): Promise<Blob>;
  /** Whole and checked: `undefined` if it is not there, or is not what it was and was therefore put aside. */
  read(hash: string): Promise<Buffer<ArrayBuffer> | undefined>;
  /** Like `read`, but leaves what is damaged where it is. */
  inspect(hash: string): Promise<'whole' | 'damaged' | 'missing'>;
  /** Makes sure that a blob which something is about to stand on is there and young: see `removeOld`. */
  keep(hash: string, bytes: Uint8Array): Promise<void>;
  /**
   * Removes a blob unless it was written or kept after a moment, also in this very instant. Whoever comes to
   * stand on a blob puts or keeps it shortly before, and so cannot lose it to somebody who saw it unused.
   */
  removeOld(hash: string, writtenBefore: Date): Promise<boolean>;
  /** Removes old files that are no blobs: what died half-written, or damaged blobs by when they were put aside. */
  sweep(kind: 'unfinished' | 'damaged', writtenBefore: Date, options: { dryRun: boolean }): Promise<Files>;
  /** Every stored hash that was last written before a moment. */
  list(writtenBefore: Date): AsyncIterable<Blob>;
}

/** How many files, and their bytes together. */
interface Files {
  items: number;
  bytes: number;
}

interface BlobStoreOptions {
  folder: string;
  /** Told about every blob that was put aside because its bytes had changed. */
  onCorrupted?: (hash: string) => void;
}

/** A file that nobody has added to for so long will not be finished any more, in milliseconds. */
export const MAX_WRITE_MS = 3_600_000;

/** Blobs as files. The version of the layout is part of the path. */
export async function openBlobStore({ folder, onCorrupted }: BlobStoreOptions): Promise<BlobStore> {
  const root = join(folder, 'v1');
  const incoming = join(root, 'incoming');
  const corrupted = join(root, 'corrupted');
  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash);

  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await removeOldFiles(incoming, new Date(Date.now() - MAX_WRITE_MS), false);
  await mkdir(corrupted, { recursive: true, mode: 0o700 });

  const put: BlobStore['put'] = async (source, { maxBytes = Number.POSITIVE_INFINITY } = {}) => {
    const unfinished = join(incoming, randomUUID());
    try {
      const blob = await writeHashed(source, unfinished, maxBytes);
      await moveInPlace(unfinished, pathOf(blob.sha256));
      return blob;
    } catch (error) {
      await rm(unfinished, { force: true });
      throw isDiskFull(error) ? storageFull(error) : error;
    }
  };

  /** Returns the bytes if a whole blob has come to its place since the damaged one was read: that stays. */
  const putAside = async (hash: string): Promise<Buffer<ArrayBuffer> | undefined> => {
    const aside = join(corrupted, `${hash}-${randomUUID()}`);
    await rename(pathOf(hash), aside);
    // Looked at only when nobody can replace it any more.
    const bytes = await readFile(aside);
    if (sha256(bytes) === hash) {
      await moveInPlace(aside, pathOf(hash));
      return bytes;
    }
    // It is kept from now on, however long ago it was written: see `sweep`.
    const now = new Date();
    await utimes(aside, now, now);
  };

  return {
    put,
    async read(hash) {
      const bytes = await readFile(pathOf(hash)).catch(missing);
      if (bytes === undefined || sha256(bytes) === hash) return bytes;
      const replaced = await putAside(hash).catch(missing);
      if (!replaced) onCorrupted?.(hash);
      return replaced;
    },
    async inspect(hash) {
      const bytes = await readFile(pathOf(hash)).catch(missing);
      if (bytes === undefined) return 'missing';
      return sha256(bytes) === hash ? 'whole' : 'damaged';
    },
    async keep(hash, bytes) {
      const now = new Date();
      const there = await utimes(pathOf(hash), now, now).then(() => true, missing);
      if (!there) await put(bytes);
    },
    async removeOld(hash, writtenBefore) {
      // Looked at only when nobody can keep it any more.
      const removed = join(incoming, randomUUID());
      await rename(pathOf(hash), removed).catch(missing);
      const file = await stat(removed).catch(missing);
      if (!file) return false;
      if (file.mtime >= writtenBefore) await rename(removed, pathOf(hash));
      else await rm(removed);
      return file.mtime < writtenBefore;
    },
    sweep: (kind, writtenBefore, { dryRun }) =>
      removeOldFiles(kind === 'damaged' ? corrupted : incoming, writtenBefore, dryRun),
    async *list(writtenBefore) {
      for (const shelf of await readdir(root)) {
        if (shelf.length !== 2) continue;
        for (const hash of await readdir(join(root, shelf))) {
          const file = await stat(pathOf(hash)).catch(missing);
          if (file && file.mtime < writtenBefore) yield { sha256: hash, size: file.size };
        }
      }
    },
  };
}

/** Removes the files of a folder that were last written before a moment. */
async function removeOldFiles(folder: string, writtenBefore: Date, dryRun: boolean): Promise<Files> {
  const removed = { items: 0, bytes: 0 };
  for (const name of await readdir(folder)) {
    const file = await stat(join(folder, name)).catch(missing);
    if (!file || file.mtime >= writtenBefore) continue;
    if (!dryRun) await rm(join(folder, name), { force: true });
    removed.items++;
    removed.bytes += file.size;
  }
  return removed;
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Writes through to the disk and hashes on the way. */
async function writeHashed(source: Uint8Array | Readable, path: string, maxBytes: number): Promise<Blob> {
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      if (size <= maxBytes) done(null, chunk);
      else done(new AppError('too_large', 'file_too_large', `The file is larger than ${maxBytes} bytes.`));
    },
  });
  const chunks = source instanceof Readable ? source : Readable.from([source]);
  await pipeline(chunks, measure, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  return { sha256: hash.digest('hex'), size };
}

/** Moves a whole file to its place, over whatever was there, and makes the move durable. */
async function moveInPlace(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(from, to);
  await syncFolder(folder);
  if (created !== undefined) await syncFolder(dirname(folder));
}
