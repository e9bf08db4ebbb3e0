import { BACKUP_SPOOL } from '../operations/backup/backup.ts';
import type { CleanupScope, CleanupStep, Removed, StepResult } from '../operations/cleanup/cleanup.ts';
import { forgetExpiredSessions } from '../people/accounts/session-store.ts';
import { forgetExpiredCounters } from '../people/login/login-counter-store.ts';
import { forgetExpiredHolds } from '../platform/blobs/blob-hold-store.ts';
import type { Blobs } from '../platform/blobs/blob-ledger.ts';
import { type BlobLeftovers, MAX_WRITE_MS } from '../platform/blobs/blob-leftovers.ts';
import { collectOrphans, countBlobs, countOrphans, listAll } from '../platform/blobs/collect-orphans.ts';
import { isHeldBack, type Removal } from '../platform/disk/removal-fuse.ts';
import type { ScratchFolder } from '../platform/disk/scratch-folder.ts';
import { forgetOldKeys } from '../platform/idempotency/idempotency-store.ts';
import { forgetMetrics } from '../platform/metrics/metrics-store.ts';
import { forgetUnusedEditions } from '../records/editions/unused-edition-store.ts';
import { removeExpiredSnapshots } from '../records/snapshots/snapshot-retention.ts';
import { forgetFinishedTasks } from '../records/snapshots/task-store.ts';
import type { Config } from './config.ts';

interface StepParts {
  limits: Pick<Config, 'taskRetentionDays' | 'metricsRetentionHours' | 'cacheDiskBytes' | 'cacheDiskDays'>;
  blobs: Blobs;
  leftovers: BlobLeftovers;
  scratch: Pick<ScratchFolder, 'removeAbandoned'>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A client gets the first response again if it repeats a request within this time. */
const KEEP_KEYS_MS = DAY_MS;
/** Damaged files are kept for this long, so that an operator can examine them. */
const KEEP_DAMAGED_MS = 30 * DAY_MS;
/** A snapshot may take this long from finding an edition to its commit. */
const LEAVE_EDITIONS_MS = HOUR_MS;

const before = (at: Date, ms: number): Date => new Date(at.getTime() - ms);

/** Returns the steps of the clean-up, in their order: a later step removes what an earlier one has left unused. */
export const cleanupSteps = ({ limits, blobs, leftovers, scratch }: StepParts): CleanupStep[] => [
  rows('expired_snapshots', ({ database, at, now }) => removeExpiredSnapshots(database, { at, now })),
  rows('finished_tasks', ({ database, at }) =>
    forgetFinishedTasks(database.query, before(at, limits.taskRetentionDays * DAY_MS)),
  ),
  rows('expired_sessions', ({ database, at }) => forgetExpiredSessions(database.query, at)),
  rows('idempotency_keys', ({ database, at }) => forgetOldKeys(database.query, before(at, KEEP_KEYS_MS))),
  rows('old_metrics', ({ database, at }) =>
    forgetMetrics(database.query, before(at, limits.metricsRetentionHours * HOUR_MS)),
  ),
  rows('blob_holds', ({ database, at }) => forgetExpiredHolds(database.query, at)),
  rows('unused_editions', ({ database, at }) =>
    forgetUnusedEditions(database.query, {
      leaveFrom: before(at, LEAVE_EDITIONS_MS),
      usedBefore: before(at, limits.cacheDiskDays * DAY_MS),
      maxBytes: limits.cacheDiskBytes,
    }),
  ),
  orphanedFiles(blobs),
  files('unfinished_files', (at, options) => leftovers.removeUnfinished(before(at, MAX_WRITE_MS), options)),
  files('unfinished_backups', (at, options) =>
    scratch.removeAbandoned(BACKUP_SPOOL, before(at, DAY_MS), options),
  ),
  damagedFiles(blobs, leftovers),
  // The last one: after it, a dry run keeps attempts to log in waiting until it ends.
  rows('expired_login_counters', ({ database, at }) => forgetExpiredCounters(database.query, at)),
];

/** Returns a step that deletes rows. @param remove returns how many there were */
const rows = (name: string, remove: (scope: CleanupScope) => Promise<number>): CleanupStep => ({
  name,
  remove: async (scope) => ({ items: await remove(scope), bytes: 0 }),
});

const orphanedFiles = (blobs: Blobs): CleanupStep => ({
  name: 'orphaned_files',
  remove: async ({ database, at, confirmedFiles }) =>
    resultOf(await collectOrphans({ db: database.query, blobs, at }, confirmedFiles), confirmedFiles),
  async survey() {
    const all = await listAll(blobs);
    return async ({ database, at, confirmedFiles }) =>
      resultOf(await countOrphans(database.query, all, at), confirmedFiles);
  },
});

/** A machine with defective memory finds damage in files that are whole. */
function damagedFiles(blobs: Blobs, leftovers: BlobLeftovers): CleanupStep {
  const count = async (at: Date): Promise<Removal> => {
    const found = await leftovers.removeQuarantined(before(at, KEEP_DAMAGED_MS), { dryRun: true });
    if (found.items === 0) return { ...found, of: 0, needed: 0 };
    const of = (await leftovers.countQuarantined()) + (await countBlobs(blobs));
    return { ...found, of, needed: of - found.items };
  };
  return {
    name: 'damaged_files',
    async remove({ at, confirmedFiles }) {
      const found = await count(at);
      if (isHeldBack(found, confirmedFiles)) return resultOf(found, confirmedFiles);
      return leftovers.removeQuarantined(before(at, KEEP_DAMAGED_MS), { dryRun: false });
    },
    async survey(at) {
      const found = await count(at);
      return async ({ confirmedFiles }) => resultOf(found, confirmedFiles);
    },
  };
}

/** Returns what was removed, or what was held back instead. */
function resultOf(removal: Removal, confirmedFiles: number): StepResult {
  const { items, bytes, of } = removal;
  if (isHeldBack(removal, confirmedFiles)) return { items: 0, bytes: 0, heldBack: { items, bytes, of } };
  return { items, bytes };
}

/** Returns a step that removes files without a row in the database. */
const files = (
  name: string,
  remove: (at: Date, options: { dryRun: boolean }) => Promise<Removed>,
): CleanupStep => ({
  name,
  remove: ({ at }) => remove(at, { dryRun: false }),
  async survey(at) {
    const found = await remove(at, { dryRun: true });
    return async () => found;
  },
});
