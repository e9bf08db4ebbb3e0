import type { Logger } from 'pino';
import { type Cleanup, createCleanup } from '../operations/cleanup/cleanup.ts';
import type { PasswordHasher } from '../people/accounts/password.ts';
import { type Clock, systemClock } from '../platform/kernel/clock.ts';
import type { Readiness } from '../platform/readiness/readiness.ts';
import type { EditionCache } from '../records/editions/edition-cache.ts';
import { isRendered } from '../records/snapshots/rendered-state-store.ts';
import { createSnapshotMaker } from '../records/snapshots/snapshot-maker.ts';
import { createSnapshotReader, type SnapshotReader } from '../records/snapshots/snapshot-reader.ts';
import { SnapshotService } from '../records/snapshots/snapshot-service.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { cleanupSteps } from './cleanup-steps.ts';
import type { Config } from './config.ts';
import { openEditions, type ReplaceRenderers } from './editions.ts';
import { type Events, openEvents } from './events.ts';
import { createJobs, type Jobs, openQueue } from './jobs.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import { openPlatform, type Platform } from './platform.ts';
import { createReadiness } from './readiness.ts';
import { openSeals, type Seals } from './seals.ts';

const STOP_TIMEOUT_MS = 20_000;
const HOUR_MS = 3_600_000;

/** All parts of Roomshot. They are open, and nothing runs yet. */
export interface Roomshot extends Platform, AsyncDisposable {
  readonly accounts: Accounts;
  readonly records: Records;
  readonly seals: Omit<Seals, 'sealer'>;
  readonly events: Events;
  readonly metrics: Metrics;
  readonly cleanup: Cleanup;
  readonly jobs: Jobs;
  readonly readiness: Readiness;
}

/** Snapshots and their editions. */
export interface Records {
  readonly editions: EditionCache;
  readonly snapshots: SnapshotService;
  readonly readSnapshot: SnapshotReader;
  /** Starts a render process ahead if the next snapshot of this room must be rendered. */
  foresee(roomId: string): Promise<void>;
}

/** Tests replace these parts. */
export interface Replacements {
  clock?: Clock | undefined;
  renderers?: ReplaceRenderers | undefined;
  passwords?: PasswordHasher | undefined;
}

/** Opens all parts in the order of their dependencies. Disposing closes them in the reverse order. */
export async function openRoomshot(
  config: Config,
  log: Logger,
  { clock = systemClock, renderers, passwords }: Replacements = {},
): Promise<Roomshot> {
  await using opening = new AsyncDisposableStack();
  const platform = opening.use(await openPlatform(config, log, clock));
  const { database, clockTrust, requireRemoval, blobs, leftovers, disk, tracing } = platform;
  const { design, pool, editions } = opening.use(await openEditions(config, platform, renderers));
  const { renderProcesses } = config;
  const metrics = opening.adopt(
    openMetrics({ database, editions, pool, renderProcesses, space: disk.space, clock, log }),
    (opened) => opened.close(),
  );
  const { sealer, ...seals } = await openSeals(config, platform, design);
  const readiness = createReadiness(platform, seals, log);
  const events = opening.use(await openEvents(database));
  const queue = opening.adopt(await openQueue(platform), (opened) => opened.stop(STOP_TIMEOUT_MS));
  const snapshots = new SnapshotService({ queue, tracing });
  const makeSnapshots = createSnapshotMaker({
    ...{ database: database.background, blobs, editions, sealer, clock, log, tracer: tracing },
    requireReady: () => readiness.requireForChange(),
    metrics: metrics.record,
    maxWaitMs: config.timeStamps.maxWaitHours * HOUR_MS,
  });
  const cleanup = createCleanup({
    ...{ database, clock, clockTrust, requireRemoval, log },
    steps: cleanupSteps({ limits: config, blobs, leftovers, scratch: disk.scratch }),
  });
  const readSnapshot = createSnapshotReader({ database, blobs, editions });
  const parts = opening.move();
  return {
    ...platform,
    accounts: createAccounts(clock, passwords),
    records: {
      ...{ editions, snapshots, readSnapshot },
      async foresee(roomId) {
        if (!(await isRendered(database.query, roomId, clock()))) pool.warm();
      },
    },
    ...{ seals, events, metrics, cleanup, readiness },
    // More snapshots at a time than render processes would only take time from the requests.
    jobs: createJobs({
      ...{ queue, makeSnapshots, cleanup, log },
      snapshotsAtOnce: renderProcesses,
      schedule: config,
      readTime: platform.readTime,
    }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
