import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ScratchFolder } from '../../disk/scratch-folder.ts';
import { AppError } from '../../kernel/errors.ts';
import { sha256 } from '../../kernel/hash.ts';
import type { Blob, BlobStore, ByteRange } from '../blob-store.ts';
import { createBlobCheck } from '../hashed-stream.ts';
import { upload } from './blob-upload.ts';
import { Bucket } from './bucket.ts';
import { type BucketMark, createBucketMark } from './bucket-mark.ts';
import { type BucketTraits, probeBucket } from './bucket-probe.ts';
import { blobsIn, hashIn, keyOf } from './object-key.ts';
import { ObjectStream } from './object-stream.ts';
import { prepareUpload } from './prepared-upload.ts';
import { createS3Client } from './s3-client.ts';
import type { S3Options } from './s3-options.ts';

interface StoreOptions {
  s3: S3Options;
  /** For uploads whose hash is not known before their end. */
  scratch: ScratchFolder;
  /** Called whenever a damaged blob was read. It stays where it is until it is put again. */
  onDamaged?: (hash: string) => void;
  /** After so many milliseconds without a byte, a request has failed. Only tests set it. */
  silenceMs?: number;
}

export interface S3BlobStore {
  blobs: BlobStore;
  mark: BucketMark;
  /** @throws AppError if the bucket cannot be reached or read now */
  requireReachable(): Promise<void>;
  /** What the server was seen to do when the store was opened. */
  readonly traits: BucketTraits;
  close(): void;
}

interface Place {
  bucket: Bucket;
  prefix: string;
  scratch: ScratchFolder;
  traits: BucketTraits;
  onDamaged: (hash: string) => void;
}

/** The most that a server gives at once. */
const PAGE_SIZE = 1000;

/** Opens a store of objects in a bucket of S3, and probes what its server does. @throws AppError if it cannot be used */
export async function openS3BlobStore({
  s3,
  scratch,
  onDamaged = () => {},
  silenceMs,
}: StoreOptions): Promise<S3BlobStore> {
  const bucket = new Bucket(await createS3Client(s3, silenceMs), s3);
  const { prefix } = s3;
  const traits = await probeBucket(bucket, blobsIn(prefix)).catch((error: unknown) => {
    bucket.close();
    throw error;
  });
  const place = { bucket, prefix, scratch, traits, onDamaged };
  return {
    blobs: createBlobs(place),
    mark: createBucketMark(bucket, { name: s3.bucket, prefix }),
    traits,
    requireReachable: () => bucket.requireReachable(),
    close: () => bucket.close(),
  };
}

const createBlobs = (place: Place): BlobStore => {
  const blobs: BlobStore = {
    async put(source, { maxBytes = Number.POSITIVE_INFINITY, claim } = {}) {
      await using prepared = await prepareUpload(source, maxBytes, place.scratch);
      await claim?.(prepared.blob.sha256);
      await upload({ ...place, verify: blobs.verify }, prepared);
      return prepared.blob;
    },
    read: (hash) => read(place, hash),
    stream: (hash, range) => stream(place, hash, range),
    async stat(hash) {
      const size = await place.bucket.sizeOf(keyOf(place.prefix, hash));
      return size === undefined ? undefined : { sha256: hash, size };
    },
    verify: (hash) => verify(place, hash),
    async remove(hash) {
      const key = keyOf(place.prefix, hash);
      if ((await place.bucket.sizeOf(key)) === undefined) return false;
      await place.bucket.remove(key);
      return true;
    },
    list: ({ pageSize = PAGE_SIZE } = {}) => list(place, pageSize),
  };
  return blobs;
};

const open = (
  { bucket, prefix }: Place,
  hash: string,
  range?: ByteRange,
): Promise<ObjectStream | undefined> =>
  ObjectStream.open(bucket, keyOf(prefix, hash), range?.first, range?.last);

async function read(place: Place, hash: string): Promise<Buffer<ArrayBuffer> | undefined> {
  const object = await open(place, hash);
  if (!object) return undefined;
  const bytes = await buffer(object);
  if (sha256(bytes) === hash) return bytes;
  place.onDamaged(hash);
  return undefined;
}

async function stream(place: Place, hash: string, range?: ByteRange): Promise<Readable | undefined> {
  const object = await open(place, hash, range);
  if (!object || range) return object;
  const check = createBlobCheck(hash, async () => place.onDamaged(hash));
  // A failure of the object reaches the reader through the check.
  void pipeline(object, check).catch(() => {});
  return check;
}

async function verify(place: Place, hash: string): Promise<'whole' | 'damaged' | 'missing'> {
  const object = await open(place, hash);
  if (!object) return 'missing';
  const actual = createHash('sha256');
  for await (const bytes of object) actual.update(bytes);
  return actual.digest('hex') === hash ? 'whole' : 'damaged';
}

async function* list({ bucket, prefix }: Place, pageSize: number): AsyncIterable<Blob[]> {
  let last = '';
  let page: Blob[] = [];
  for await (const objects of bucket.list(blobsIn(prefix), Math.min(pageSize, PAGE_SIZE))) {
    for (const { key, size } of objects) {
      const hash = hashIn(prefix, key);
      if (hash === undefined) continue;
      if (hash <= last) throw unordered();
      last = hash;
      page.push({ sha256: hash, size });
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

/** Who compares the list with another one would take blobs for missing. */
const unordered = (): AppError =>
  new AppError(
    'unavailable',
    'storage_unreliable',
    'The file store does not list its objects in the order of their keys.',
  );
