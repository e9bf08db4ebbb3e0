import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { ClockTrust } from '../../platform/clock/clock-trust.ts';
import type { Database } from '../../platform/db/database.ts';
import { type HeldBack, recordHeldBack } from '../../platform/installation/held-back-store.ts';
import type { Clock } from '../../platform/kernel/clock.ts';

/** The result of a step. Rows count as items, bytes are those of files. */
export interface Removed {
  items: number;
  bytes: number;
}

/** What a step removed, or the files that it did not remove because there were too many of them. */
export type StepResult = Removed & { heldBack?: Omit<HeldBack, 'name'> };

export interface CleanupScope {
  /** In a dry run, every change made here is undone. */
  database: Pick<Database, 'query' | 'transaction' | 'flushed'>;
  /** Data are removed if they are too old at this moment, which is not later than now. */
  at: Date;
  now: Date;
  /** The number of files that a person has confirmed, although the fuse would hold them back. */
  confirmedFiles: number;
}

/** Removes one kind of rows or files that are no longer needed. Steps are independent and run in order. */
export interface CleanupStep {
  /** The name in reports, in the plural: `expired_sessions`. */
  name: string;
  remove(scope: CleanupScope): Promise<StepResult>;
  /**
   * For a step that removes files. Lists them, which can take long, before a dry run opens its transaction. Returns a
   * function that counts, in that transaction, what `remove` would remove.
   */
  survey?(at: Date): Promise<CleanupStep['remove']>;
}

export interface CleanupReport extends Removed {
  dry_run: boolean;
  steps: ({ name: string } & Removed)[];
  /** Files that only a person may remove, by the names of their steps. */
  held_back: HeldBack[];
}

interface CleanupParts {
  database: Database;
  steps: readonly CleanupStep[];
  clock: Clock;
  /** How far the clock may be trusted. */
  clockTrust: Pick<ClockTrust, 'readLimit' | 'recordCleanup'>;
  /** @throws AppError if nothing may be removed at this moment. Every removal asks here first */
  requireRemoval(): Promise<void>;
  log: Record<'info' | 'error', (fields: object, message: string) => void>;
}

interface CleanupRequest {
  /** The email of the user who requested it, or `system`. */
  actor: string;
  dryRun: boolean;
  /** The number of files that the user has confirmed, although the fuse would hold them back. */
  confirmedFiles?: number;
  /** Called when it is the turn of this run, which may be long after the request. @throws if the right has ended */
  admit?(): Promise<void>;
}

export interface Cleanup {
  /** Runs every step. */
  run(options: CleanupRequest): Promise<CleanupReport>;
}

const HELD_BACK =
  'the clean-up removed none of these files, because they are more than half of all files, or no file is needed; check that the database belongs to this data folder, then confirm their number with "roomshot cleanup --confirm-files"';

/** The error that rolls a dry run back. */
class Undo extends Error {}

/** Removes what is no longer needed. Runs follow each other: two at once would count the same things. */
export function createCleanup(parts: CleanupParts): Cleanup {
  let lastRun: Promise<unknown> = Promise.resolve();
  return {
    run(options) {
      const run = lastRun.catch(() => {}).then(() => runOnce(parts, options));
      lastRun = run;
      return run;
    },
  };
}

async function runOnce(
  { database, steps, clock, clockTrust, requireRemoval, log }: CleanupParts,
  { actor, dryRun, confirmedFiles = 0, admit }: CleanupRequest,
): Promise<CleanupReport> {
  await admit?.();
  if (!dryRun) await requireRemoval();
  const now = clock();
  const at = await clockTrust.readLimit();
  const limits = { at, now, confirmedFiles };
  const report = dryRun
    ? await rehearse(database, steps, limits)
    : {
        dry_run: false,
        ...(await removeAll(steps, { database: scopeOf(database), ...limits }, requireRemoval)),
      };
  if (!dryRun) await clockTrust.recordCleanup(at);
  const { steps: all, held_back, ...total } = report;
  const removed = Object.fromEntries(
    all.filter(({ items }) => items > 0).map(({ name, items }) => [name, items]),
  );
  log.info({ ...total, removed }, 'cleaned up');
  if (held_back.length > 0) log.error({ held_back }, HELD_BACK);
  if (dryRun) return report;
  await database.transaction((tx) => recordHeldBack(tx, held_back, { at: now, actor }));
  if (report.items === 0) return report;
  const detail = { items: report.items, bytes: report.bytes, removed };
  await database.transaction((tx) =>
    appendAudit(tx, { at: now, actor, action: 'cleanup_done', roomId: null, detail }),
  );
  return report;
}

/** The statements of a step may go through many rows. Its transactions hold up others, so they must be brief. */
const scopeOf = ({ long, transaction, flushed }: Database): CleanupScope['database'] => ({
  query: long.query,
  ...{ transaction, flushed },
});

async function removeAll(
  steps: readonly CleanupStep[],
  scope: CleanupScope,
  requireRemoval: CleanupParts['requireRemoval'],
): Promise<Omit<CleanupReport, 'dry_run'>> {
  const report: Omit<CleanupReport, 'dry_run'> = { items: 0, bytes: 0, steps: [], held_back: [] };
  for (const { name, remove } of steps) {
    // The clock may have leapt during the step before.
    await requireRemoval();
    const { heldBack, ...removed } = await remove(scope);
    report.steps.push({ name, ...removed });
    if (heldBack) report.held_back.push({ name, ...heldBack });
    report.items += removed.items;
    report.bytes += removed.bytes;
  }
  return report;
}

/** Runs all steps in one transaction and rolls it back. Each step sees the result of the earlier ones. */
async function rehearse(
  database: Database,
  steps: readonly CleanupStep[],
  limits: Omit<CleanupScope, 'database'>,
): Promise<CleanupReport> {
  const surveyed: CleanupStep[] = [];
  for (const step of steps) {
    surveyed.push(step.survey ? { name: step.name, remove: await step.survey(limits.at) } : step);
  }
  let report: CleanupReport | undefined;
  await database.long
    .transaction(async (tx) => {
      const undone = {
        query: tx,
        transaction: <T>(work: (inner: typeof tx) => Promise<T>) => work(tx),
        flushed: () => database.flushed(),
      };
      const scope = { database: undone, ...limits };
      report = { dry_run: true, ...(await removeAll(surveyed, scope, async () => {})) };
      throw new Undo();
    })
    .catch((error) => {
      if (!(error instanceof Undo)) throw error;
    });
  return report as unknown as CleanupReport;
}
