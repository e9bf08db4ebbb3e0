import type { Logger } from 'pino';
import { forgetExpiredSessions } from './auth/session-store.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import { collectOrphans } from './blobs/collect-orphans.ts';
import type { Database } from './db/database.ts';
import { forgetOldKeys } from './http/idempotency-store.ts';
import type { Clock } from './kernel/clock.ts';

interface HousekeepingParts {
  database: Database;
  blobs: BlobStore;
  clock: Clock;
  log: Logger;
}

const INTERVAL_MS = 3_600_000;
/** For so long a client may repeat a request and get its first answer. */
const KEEP_KEYS_MS = 24 * 3_600_000;

/** Removes, now and every hour, what nobody needs any more. Returns how to stop that. */
export function startHousekeeping(parts: HousekeepingParts): () => Promise<void> {
  let underway = Promise.resolve();
  const run = () => {
    underway = keepHouse(parts).catch((err) => parts.log.error({ err }, 'housekeeping failed'));
  };
  run();
  const timer = setInterval(run, INTERVAL_MS);
  return async () => {
    clearInterval(timer);
    await underway;
  };
}

async function keepHouse({ database, blobs, clock, log }: HousekeepingParts): Promise<void> {
  const at = clock();
  await forgetOldKeys(database.query, new Date(at.getTime() - KEEP_KEYS_MS));
  await forgetExpiredSessions(database.query, at);
  const collected = await collectOrphans(database.query, blobs, at);
  const bytes = collected.reduce((sum, { size }) => sum + size, 0);
  if (collected.length > 0) log.info({ files: collected.length, bytes }, 'removed files that nothing uses');
}
