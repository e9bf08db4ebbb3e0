import type { Cleanup } from '../operations/cleanup/cleanup.ts';
import { CLEAN_UP } from '../operations/cleanup/cleanup-job.ts';
import { type JobQueue, openJobQueue } from '../platform/jobs/job-queue.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { MAKE_DATA_SNAPSHOT, MAKE_SNAPSHOT, SNAPSHOT_JOBS } from '../records/snapshots/snapshot-job.ts';
import type { createSnapshotMaker } from '../records/snapshots/snapshot-maker.ts';
import type { Config } from './config.ts';
import type { Platform } from './platform.ts';

const CLEAN_UP_TIMEOUT_SECONDS = 3600;

/** Opens the queue with all kinds of background work. */
export const openQueue = ({ database, log }: Pick<Platform, 'database' | 'log'>): Promise<JobQueue> =>
  openJobQueue({
    database,
    kinds: [...SNAPSHOT_JOBS, CLEAN_UP],
    onError: (err) => log.error({ err }, 'the job queue reports an error'),
  });

/** The queue and its workers. */
export interface Jobs {
  readonly queue: JobQueue;
  /** Starts the workers, and enqueues the daily jobs from now on. */
  start(): void;
}

interface JobParts {
  queue: JobQueue;
  makeSnapshots: ReturnType<typeof createSnapshotMaker>;
  /** The maximum number of snapshots that are made at a time. */
  snapshotsAtOnce: number;
  cleanup: Cleanup;
  schedule: Pick<Config, 'cleanupAt' | 'timeZone'>;
  readTime: Platform['readTime'];
  log: Platform['log'];
}

export const createJobs = ({
  queue,
  makeSnapshots,
  snapshotsAtOnce,
  cleanup,
  schedule: { cleanupAt, timeZone },
  readTime,
  log,
}: JobParts): Jobs => ({
  queue,
  start() {
    const daily = { kind: CLEAN_UP, ...cleanupAt, timeZone, timeoutSeconds: CLEAN_UP_TIMEOUT_SECONDS };
    queue.schedule([daily], readTime);
    queue.work(MAKE_SNAPSHOT, snapshotsAtOnce, makeSnapshots);
    // At least two, because one may wait for a time stamp.
    queue.work(MAKE_DATA_SNAPSHOT, Math.max(2, snapshotsAtOnce), makeSnapshots);
    queue.work(CLEAN_UP, 1, {
      run: async () => {
        await cleanup.run({ actor: 'system', dryRun: false }).catch((error) => {
          if (!(error instanceof AppError) || error.kind !== 'conflict') throw error;
          log.error({ reason: error.code }, `The clean-up did not run. ${error.message}`);
        });
      },
      onDeadLetter: async () => log.error({}, 'the clean-up did not finish; the next one is tomorrow'),
    });
  },
});
