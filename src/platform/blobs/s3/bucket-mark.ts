import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { sha256 } from '../../kernel/hash.ts';
import type { Bucket } from './bucket.ts';
import { isTaken, storeFailure } from './s3-error.ts';

/** The object that names the installation to which the files in a bucket belong. */
export interface BucketMark {
  /** For messages: bucket and key. */
  readonly place: string;
  /** Returns the id of the installation. */
  read(): Promise<string | undefined>;
  /** Writes an id. If another process was faster, its id stays. Returns the id in the mark. */
  put(id: string): Promise<string | undefined>;
  replace(id: string): Promise<void>;
}

/** The key is the path of the id file in a folder of blobs. */
export function createBucketMark(
  bucket: Bucket,
  { name, prefix }: { name: string; prefix: string },
): BucketMark {
  const key = `${prefix}installation-id`;
  const write = async (id: string, onlyIfMissing: boolean): Promise<void> => {
    const body = Buffer.from(`${id}\n`);
    const digests = { sha256: sha256(body), md5: createHash('md5').update(body).digest('hex') };
    try {
      await bucket.put(key, { body, size: body.length, digests, onlyIfMissing });
    } catch (error) {
      if (!onlyIfMissing || !isTaken(error)) throw storeFailure(error);
    }
  };
  const mark: BucketMark = {
    place: `s3://${name}/${key}`,
    async read() {
      const object = await bucket.get(key);
      return object && (await text(object.body).catch(refuse)).trim();
    },
    async put(id) {
      await write(id, true);
      return mark.read();
    },
    replace: (id) => write(id, false),
  };
  return mark;
}

function refuse(error: unknown): never {
  throw storeFailure(error);
}
