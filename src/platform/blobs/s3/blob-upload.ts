import { setTimeout } from 'node:timers/promises';
import { AppError } from '../../kernel/errors.ts';
import type { BlobStore } from '../blob-store.ts';
import type { Bucket } from './bucket.ts';
import { type BucketTraits, isProven } from './bucket-probe.ts';
import { keyOf } from './object-key.ts';
import type { PreparedUpload } from './prepared-upload.ts';
import { isPassing, isSpoiltOnTheWay, isTaken, storeFailure } from './s3-error.ts';

interface UploadTarget {
  bucket: Bucket;
  prefix: string;
  traits: BucketTraits;
  verify: BlobStore['verify'];
}

const MAX_ROUNDS = 4;
const PAUSE_MS = 100;

/**
 * Stores an object so that it is whole afterwards. What the server says counts only if the probe has shown that it can
 * be believed; everything else is read back. A damaged object is replaced, a whole one is left as it is.
 * @throws AppError
 */
export async function upload(target: UploadTarget, prepared: PreparedUpload): Promise<void> {
  const hash = prepared.blob.sha256;
  // A server that keeps no conditions would replace a whole object, if only for a moment by a cut one.
  let found = target.traits.keepsConditions ? 'missing' : await target.verify(hash);
  for (let round = 1; found !== 'whole'; round++) {
    if (round > MAX_ROUNDS) throw notKept();
    // Somebody else may be storing it.
    if (round > 1 && found === 'missing') await setTimeout(PAUSE_MS * round);
    const conditions = { onlyIfMissing: found === 'missing', isLast: round === MAX_ROUNDS };
    if (await isStored(target, prepared, conditions)) return;
    found = await target.verify(hash);
  }
}

interface Round {
  onlyIfMissing: boolean;
  isLast: boolean;
}

/** Sends an object once. Returns whether it is proven to be there, whole. */
async function isStored(
  { bucket, prefix, traits }: UploadTarget,
  { blob, digests, isStream, body }: PreparedUpload,
  { onlyIfMissing, isLast }: Round,
): Promise<boolean> {
  try {
    const object = { body: body(), size: blob.size, digests, onlyIfMissing };
    return isProven(traits, await bucket.put(keyOf(prefix, blob.sha256), object), digests);
  } catch (error) {
    if (isTaken(error) || isSpoiltOnTheWay(error)) return false;
    // The SDK repeats requests with bytes, but cannot read a stream again.
    if (isPassing(error) && isStream && !isLast) return false;
    throw storeFailure(error);
  }
}

const notKept = (): AppError =>
  new AppError('unavailable', 'storage_unreliable', 'The file store does not keep what it is given.', {
    retryAfterSeconds: 10,
  });
