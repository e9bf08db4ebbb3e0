import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
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
  remove(hash: string): Promise<void>;
  /** Every stored hash that was last written before a moment. */
  list(writtenBefore: Date): AsyncIterable<Blob>;
}

interface BlobStoreOptions {
  folder: string;
  /** Told about every blob that was put aside because its bytes had changed. */
  onCorrupted?: (hash: string) => void;
}

/** A file that nobody has added to for so long will not be finished any more. */
const LONGEST_WRITE_MS = 3_600_000;

/** Blobs as files. The version of the layout is part of the path. */
export async function openBlobStore({ folder, onCorrupted }: BlobStoreOptions): Promise<BlobStore> {
  const root = join(folder, 'v1');
  const incoming = join(root, 'incoming');
  const corrupted = join(root, 'corrupted');
  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash);

  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await removeAbandoned(incoming);
  await mkdir(corrupted, { recursive: true, mode: 0o700 });

  return {
    async put(source, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      const unfinished = join(incoming, randomUUID());
      try {
        const blob = await writeHashed(source, unfinished, maxBytes);
        await moveInPlace(unfinished, pathOf(blob.sha256));
        return blob;
      } catch (error) {
        await rm(unfinished, { force: true });
        throw isDiskFull(error) ? storageFull(error) : error;
      }
    },
    async read(hash) {
      const bytes = await readFile(pathOf(hash)).catch(missing);
      if (bytes === undefined || sha256(bytes) === hash) return bytes;
      await rename(pathOf(hash), join(corrupted, `${hash}-${randomUUID()}`)).catch(missing);
      onCorrupted?.(hash);
      return undefined;
    },
    remove: (hash) => rm(pathOf(hash), { force: true }),
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

/** Removes what writers that died left half-written; others may be writing here at this moment. */
async function removeAbandoned(incoming: string): Promise<void> {
  const abandonedBefore = Date.now() - LONGEST_WRITE_MS;
  for (const name of await readdir(incoming)) {
    const file = await stat(join(incoming, name)).catch(missing);
    if (file && file.mtimeMs < abandonedBefore) await rm(join(incoming, name), { force: true });
  }
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
