import type { Logger } from 'pino';
import type { BlobLeftovers } from '../platform/blobs/blob-leftovers.ts';
import type { BlobStore } from '../platform/blobs/blob-store.ts';
import { openFolderBlobStore } from '../platform/blobs/folder-blob-store.ts';
import type { S3BlobStore } from '../platform/blobs/s3/s3-blob-store.ts';
import type { S3Options } from '../platform/blobs/s3/s3-options.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { ScratchFolder } from '../platform/disk/scratch-folder.ts';
import { bindBucket, requireBucketBound } from '../platform/installation/bucket-binding.ts';
import { type Clock, systemClock } from '../platform/kernel/clock.ts';
import type { Config } from './config.ts';
import { placesIn } from './data-folder.ts';

/** Where the files lie: in the data folder, or in a bucket. */
export interface FileStore {
  readonly store: BlobStore;
  /** For how long a removal without an answer may still happen, in milliseconds. */
  readonly doubtMs: number;
  /** Files of interrupted writes and damaged blobs. */
  readonly leftovers: BlobLeftovers;
  /** @throws an error if no file can be stored now */
  requireWritable(): Promise<void>;
  /** @throws AppError if the files may be those of another database */
  requireOwn(): Promise<void>;
  close(): void;
}

interface FileStoreParts {
  db: Queryable;
  scratch: ScratchFolder;
  clock: Clock;
  log: Pick<Logger, 'error' | 'warn'>;
  /** Whether no other process can use the data folder. */
  isExclusive: boolean;
}

/**
 * A signed request is valid for 15 minutes by the clock of its server, which may be 15 minutes behind. Its repetitions
 * take less than another minute.
 */
const MAX_REQUEST_MS = 31 * 60_000;

/** The folder may be one of another machine, which repeats requests of a process that died. */
const MAX_UNLINK_MS = 60_000;

/** @throws AppError from the store, and if the bucket is the one of another database */
export const openFileStore = async (
  { s3, dataFolder }: Pick<Config, 's3' | 'dataFolder'>,
  parts: FileStoreParts,
): Promise<FileStore> => (s3 ? openBucket(s3, parts) : openFolder(placesIn(dataFolder).blobs, parts));

async function openFolder(folder: string, { isExclusive, clock, log }: FileStoreParts): Promise<FileStore> {
  const { blobs, leftovers, requireWritable } = await openFolderBlobStore({
    isExclusive,
    folder,
    clock: clock === systemClock ? undefined : clock,
    onDamaged: (sha256) => log.error({ sha256 }, 'a stored file is damaged and was quarantined'),
  });
  // The data folder itself is bound to the database.
  return {
    store: blobs,
    doubtMs: MAX_UNLINK_MS,
    leftovers,
    requireWritable,
    async requireOwn() {},
    close() {},
  };
}

async function openBucket(s3: S3Options, { db, scratch, log }: FileStoreParts): Promise<FileStore> {
  const opened = await openS3(s3, scratch, (sha256) =>
    log.error({ sha256 }, 'a stored file is damaged; it counts as missing until it is stored again'),
  );
  try {
    await bindBucket(db, opened);
    const { keepsConditions, refuses } = opened.traits;
    if (!keepsConditions || refuses.length === 0)
      log.warn(
        { keepsConditions, refuses },
        'the S3 server ignores conditions or digests: files are read back',
      );
  } catch (error) {
    opened.close();
    throw error;
  }
  return {
    store: opened.blobs,
    doubtMs: MAX_REQUEST_MS,
    leftovers: NO_LEFTOVERS,
    requireWritable: () => opened.requireReachable(),
    requireOwn: () => requireBucketBound(db, opened),
    close: () => opened.close(),
  };
}

/** Opens a bucket. The SDK is large, so it is loaded only on demand. */
export async function openS3(
  s3: S3Options,
  scratch: ScratchFolder,
  onDamaged: (hash: string) => void = () => {},
): Promise<S3BlobStore> {
  const { openS3BlobStore } = await import('../platform/blobs/s3/s3-blob-store.ts');
  return openS3BlobStore({ s3, scratch, onDamaged });
}

/** An object appears when all of it is stored. A damaged one stays in its place until it is replaced. */
const NO_LEFTOVERS: BlobLeftovers = {
  removeUnfinished: async () => ({ items: 0, bytes: 0 }),
  removeQuarantined: async () => ({ items: 0, bytes: 0 }),
  countQuarantined: async () => 0,
};
