import { holdBlobs, releaseBlobs } from '../../platform/blobs/orphan-store.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { newId } from '../../platform/kernel/ids.ts';

interface BlobHoldParts {
  database: Pick<Database, 'query'>;
  clock: Clock;
  /** What dies while it holds keeps the clean-up from files for no longer than this. */
  lastsMs: number;
  log: { error(fields: object, message: string): void };
}

export interface BlobHold {
  release(): Promise<void>;
}

/** Keeps every blob where it is until the release: by the clock, so that a slow reader does not lose it. */
export async function openBlobHold({ database, clock, lastsMs, log }: BlobHoldParts): Promise<BlobHold> {
  const id = newId();
  const renew = () => holdBlobs(database.query, id, new Date(clock().getTime() + lastsMs));
  await renew();
  let renewal = Promise.resolve();
  const timer = setInterval(() => {
    renewal = renewal.then(renew).catch((err) => log.error({ err }, 'the hold of a backup was not renewed'));
  }, lastsMs / 4).unref();
  return {
    async release() {
      clearInterval(timer);
      // One that is under way would otherwise put the hold back after it was released.
      await renewal;
      await releaseBlobs(database.query, id);
    },
  };
}
