import { holdBlobs, releaseBlobs } from '../../platform/blobs/blob-hold-store.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { newId } from '../../platform/kernel/ids.ts';

interface BlobHoldParts {
  database: Pick<Database, 'query'>;
  clock: Clock;
  /** The time after which the hold of a dead process ends, in milliseconds. */
  lastsMs: number;
  log: { error(fields: object, message: string): void };
}

export interface BlobHold {
  release(): Promise<void>;
}

/**
 * Protects all blobs from the clean-up until the release. A timer renews the hold, so that it also lasts for a slow
 * reader.
 */
export async function openBlobHold({ database, clock, lastsMs, log }: BlobHoldParts): Promise<BlobHold> {
  const id = newId();
  const renew = () => holdBlobs(database.query, id, new Date(clock().getTime() + lastsMs));
  await renew();
  let renewal = Promise.resolve();
  const timer = setInterval(() => {
    renewal = renewal
      .then(renew)
      .catch((err) => log.error({ err }, 'the blob hold of a backup was not renewed'));
  }, lastsMs / 4).unref();
  return {
    async release() {
      clearInterval(timer);
      // Await a running renewal, which would recreate the hold after its release.
      await renewal;
      await releaseBlobs(database.query, id);
    },
  };
}
