import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../kernel/clock.ts';
import { sha256 } from '../kernel/hash.ts';
import { isDiskFull, missing, storageFull } from '../kernel/system-error.ts';
import { type BlobFolder, blobPath, hashesIn, openBlobFolder, placeBlob, storedPath } from './blob-folder.ts';
import { type BlobLeftovers, createBlobLeftovers, MAX_WRITE_MS } from './blob-leftovers.ts';
import { requireWritable } from './blob-probe.ts';
import type { Blob, BlobStore, ByteRange, PutOptions } from './blob-store.ts';
import { type FolderTime, folderTimeOf, openFolderTime } from './folder-time.ts';
import { createBlobCheck, createBlobMeter } from './hashed-stream.ts';

interface FolderOptions {
  folder: string;
  /** Dates files instead of the file system. Only tests set it. */
  clock?: Clock | undefined;
  /** Called for every damaged blob that was quarantined. */
  onDamaged?: (hash: string) => void;
  /** Whether no other process can use the folder. If so, unfinished files are remains. */
  isExclusive?: boolean;
}

interface Place {
  folder: BlobFolder;
  time: FolderTime;
  onDamaged: (hash: string) => void;
}

const PAGE_SIZE = 1000;
/** Later than the time of every file, whatever the clock was. */
const END_OF_TIME = new Date(8.64e15);
/** Bytes that are read from a file at once. The 64 KiB of Node.js cost a third more processor time. */
const CHUNK = { highWaterMark: 256 * 1024 };

/** Opens a store of files in a local folder. Removes files that earlier processes did not finish there. */
export async function openFolderBlobStore({
  folder: path,
  clock,
  onDamaged = () => {},
  isExclusive = false,
}: FolderOptions): Promise<{ blobs: BlobStore; leftovers: BlobLeftovers; requireWritable(): Promise<void> }> {
  const folder = await openBlobFolder(path);
  const time = clock ? folderTimeOf(clock) : await openFolderTime(folder.incoming);
  const place = { folder, time, onDamaged };
  const leftovers = createBlobLeftovers(folder);
  const now = await time.forAges();
  const writtenBefore = isExclusive ? END_OF_TIME : new Date(now.getTime() - MAX_WRITE_MS);
  await leftovers.removeUnfinished(writtenBefore, { dryRun: false });
  const blobs: BlobStore = {
    put: (source, options = {}) => put(folder, source, options),
    read: (hash) => read(place, hash),
    stream: (hash, range) => stream(place, hash, range),
    stat: (hash) => statBlob(folder, hash),
    verify: (hash) => verify(blobPath(folder, hash)),
    remove: (hash) => remove(folder, hash),
    list: ({ pageSize = PAGE_SIZE } = {}) => list(folder, pageSize),
  };
  return { blobs, leftovers, requireWritable: () => requireWritable(folder) };
}

/** Returns the checks of a folder that may not exist. Unlike opening the store, they change nothing in the folder. */
export const readOnlyBlobs = (folder: string): Pick<BlobStore, 'verify'> => ({
  verify: (hash) => verify(storedPath(folder, hash)),
});

async function put(
  folder: BlobFolder,
  source: Uint8Array | Readable,
  { maxBytes = Number.POSITIVE_INFINITY, claim }: PutOptions,
): Promise<Blob> {
  const unfinished = join(folder.incoming, randomUUID());
  try {
    const { meter, blob } = createBlobMeter(maxBytes);
    const chunks = source instanceof Readable ? source : Readable.from([source]);
    const file = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(chunks, meter, file);
    const stored = blob();
    await claim?.(stored.sha256);
    await placeBlob(folder, stored.sha256, (path) => rename(unfinished, path));
    return stored;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw isDiskFull(error) ? storageFull(error) : error;
  }
}

async function read(place: Place, hash: string): Promise<Buffer<ArrayBuffer> | undefined> {
  const bytes = await readFile(blobPath(place.folder, hash)).catch(missing);
  return bytes === undefined || sha256(bytes) === hash ? bytes : quarantine(place, hash);
}

/** Quarantines a damaged blob. If a whole one has replaced it since, that one stays and is returned. */
async function quarantine(
  { folder, time, onDamaged }: Place,
  hash: string,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const aside = join(folder.quarantine, `${hash}-${randomUUID()}`);
  const moved = await rename(blobPath(folder, hash), aside).then(() => true, missing);
  if (!moved) return undefined;
  // Read again: nobody can replace it here.
  const bytes = await readFile(aside);
  if (sha256(bytes) === hash) {
    await placeBlob(folder, hash, (path) => rename(aside, path));
    return bytes;
  }
  // Its time in quarantine begins now, however long ago it was written.
  const now = await time.now();
  await utimes(aside, now, now);
  onDamaged(hash);
  return undefined;
}

async function openFile({ folder }: Place, hash: string): Promise<FileHandle | undefined> {
  return open(blobPath(folder, hash)).catch(missing);
}

async function stream(place: Place, hash: string, range?: ByteRange): Promise<Readable | undefined> {
  const file = await openFile(place, hash);
  if (!file) return undefined;
  if (range) return file.createReadStream({ ...CHUNK, start: range.first, end: range.last });
  const check = createBlobCheck(hash, () => quarantine(place, hash));
  // A failure of the file reaches the reader through the check.
  void pipeline(file.createReadStream(CHUNK), check).catch(() => {});
  return check;
}

/** @param path ends with the hash */
async function verify(path: string): Promise<'whole' | 'damaged' | 'missing'> {
  const file = await open(path).catch(missing);
  if (!file) return 'missing';
  const actual = createHash('sha256');
  for await (const bytes of file.createReadStream(CHUNK)) actual.update(bytes);
  return actual.digest('hex') === basename(path) ? 'whole' : 'damaged';
}

async function statBlob(folder: BlobFolder, hash: string): Promise<Blob | undefined> {
  const file = await stat(blobPath(folder, hash)).catch(missing);
  return file && { sha256: hash, size: file.size };
}

async function remove(folder: BlobFolder, hash: string): Promise<boolean> {
  const removed = await rm(blobPath(folder, hash)).then(() => true, missing);
  return removed === true;
}

async function* list(folder: BlobFolder, pageSize: number): AsyncIterable<Blob[]> {
  let page: Blob[] = [];
  for await (const hash of hashesIn(folder)) {
    const blob = await statBlob(folder, hash);
    if (!blob) continue;
    page.push(blob);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
