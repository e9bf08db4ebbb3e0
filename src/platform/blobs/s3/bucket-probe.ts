import { createHash } from 'node:crypto';
import { sha256 } from '../../kernel/hash.ts';
import type { Bucket, Digests, ObjectUpload, StoredDigests } from './bucket.ts';
import { isDigestRefused, isTaken, storeFailure } from './s3-error.ts';

const DIGESTS = ['Content-MD5', 'x-amz-content-sha256', 'x-amz-checksum-sha256'] as const;
type DigestName = (typeof DIGESTS)[number];

/** What a server was seen to do. Many say nothing about what they ignore. */
export interface BucketTraits {
  /** Whether `If-None-Match: *` leaves an object as it is. */
  keepsConditions: boolean;
  /** The digests for which it refuses a body that does not match. */
  refuses: readonly DigestName[];
}

const BODY = Buffer.from('Roomshot');
const RIGHT: Digests = digestsOf(BODY);
const WRONG: Digests = digestsOf(Buffer.from('another body'));

/**
 * Finds out what a server does with conditions and digests. Leaves one small object.
 * @param prefix of the objects of the probe
 * @throws AppError if the bucket cannot be read and written
 */
export async function probeBucket(bucket: Bucket, prefix: string): Promise<BucketTraits> {
  const refuses: DigestName[] = [];
  await bucket.requireReachable();
  const isPlaced = () => isAccepted(bucket, `${prefix}probe`, { onlyIfMissing: true }, isTaken);
  await isPlaced();
  const keepsConditions = !(await isPlaced());
  for (const digest of DIGESTS) {
    if (digest === 'x-amz-checksum-sha256' && !bucket.sendsChecksums) continue;
    const key = `${prefix}probe-${digest.toLowerCase()}`;
    if (!(await isAccepted(bucket, key, wrongIn(digest), isDigestRefused))) refuses.push(digest);
    // Also checks that objects may be removed.
    await bucket.remove(key);
  }
  return { keepsConditions, refuses };
}

/** Returns whether the answer to an upload proves that the server has stored the same bytes. */
export function isProven({ refuses }: BucketTraits, stored: StoredDigests, digests: Digests): boolean {
  if (refuses.length === 0) return false;
  // The tag of an object that KMS has encrypted is no digest.
  if (stored.etag?.replaceAll('"', '') === digests.md5) return true;
  const checksum = Buffer.from(digests.sha256, 'hex').toString('base64');
  return refuses.includes('x-amz-checksum-sha256') && stored.sha256 === checksum;
}

/** Returns an upload with the right digests but one. */
function wrongIn(digest: DigestName): Partial<ObjectUpload> {
  if (digest === 'Content-MD5') return { digests: { ...RIGHT, md5: WRONG.md5 } };
  if (digest === 'x-amz-checksum-sha256') return { checksum: WRONG.sha256 };
  return { digests: { ...RIGHT, sha256: WRONG.sha256 }, checksum: RIGHT.sha256 };
}

async function isAccepted(
  bucket: Bucket,
  key: string,
  upload: Partial<ObjectUpload>,
  isRefusal: (error: unknown) => boolean,
): Promise<boolean> {
  try {
    await bucket.put(key, {
      ...{ body: BODY, size: BODY.length, digests: RIGHT, onlyIfMissing: false },
      ...upload,
    });
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw storeFailure(error);
  }
}

function digestsOf(bytes: Buffer): Digests {
  return { sha256: sha256(bytes), md5: createHash('md5').update(bytes).digest('hex') };
}
