import type { Logger } from 'pino';
import { readProvenHead } from '../platform/audit/audit-proof.ts';
import { requireWritableDatabase } from '../platform/db/database-probe.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { Readiness } from '../platform/readiness/readiness.ts';
import type { Platform } from './platform.ts';
import type { Seals } from './seals.ts';

/** Everything that a record needs, one check each. The names appear in the log and in codes. */
export function createReadiness(
  { database, requireWritableBlobs, disk }: Pick<Platform, 'database' | 'requireWritableBlobs' | 'disk'>,
  { requireUsableKey }: Pick<Seals, 'requireUsableKey'>,
  log: Pick<Logger, 'info' | 'error'>,
): Readiness {
  return new Readiness({
    checks: [
      {
        name: 'space',
        async check() {
          disk.space.require();
          if (database.engine === 'embedded') void disk.ballast.take();
        },
      },
      { name: 'storage', check: requireWritableBlobs },
      { name: 'signing_key', check: requireUsableKey },
      { name: 'database', check: () => requireWritableDatabase(database) },
      { name: 'audit_log', check: async () => void (await readProvenHead(database.query)) },
    ],
    onChange(failure) {
      if (failure) log.error({ err: failure, reason: failure.code }, 'not ready: no record could be made');
      else log.info({}, 'ready again');
    },
  });
}

/** Returns the check for probes: until the process stops, it is ready if a record could be made. */
export const readyUntil =
  (stopping: AbortSignal, readiness: Pick<Readiness, 'require'>) => async (): Promise<void> => {
    if (stopping.aborted) throw new AppError('unavailable', 'stopping', 'The server is stopping');
    await readiness.require();
  };
