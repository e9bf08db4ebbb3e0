import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';

/** What a step removed. Rows count as items; bytes are those of files. */
export interface Removed {
  items: number;
  bytes: number;
}

export interface CleanupScope {
  /** In a dry run everything is undone that was done here. */
  database: Pick<Database, 'query' | 'transaction'>;
  at: Date;
}

/** Removes one kind of what nobody needs any more. Steps know nothing of each other; they run in order. */
export interface CleanupStep {
  /** What it removes, in the plural, as reports name it: `expired_sessions`. */
  name: string;
  remove(scope: CleanupScope): Promise<Removed>;
  /**
   * For a step that removes files: looks at them, which can take long, before a dry run opens its transaction.
   * Returns how to tell, in that transaction, what `remove` would remove.
   */
  survey?(at: Date): Promise<CleanupStep['remove']>;
}

export interface CleanupReport extends Removed {
  dry_run: boolean;
  steps: ({ name: string } & Removed)[];
}

interface CleanupParts {
  database: Database;
  steps: readonly CleanupStep[];
  clock: Clock;
  log: { info(fields: object, message: string): void };
}

export interface Cleanup {
  /** Runs every step. @param actor the email of who asked for it, or `system` */
  run(options: { actor: string; dryRun: boolean }): Promise<CleanupReport>;
}

/** Thrown to undo a dry run. */
class Undo extends Error {}

export function createCleanup({ database, steps, clock, log }: CleanupParts): Cleanup {
  async function removeAll(scope: CleanupScope, all = steps, dry_run = false): Promise<CleanupReport> {
    const report: CleanupReport = { dry_run, items: 0, bytes: 0, steps: [] };
    for (const { name, remove } of all) {
      const removed = await remove(scope);
      report.steps.push({ name, ...removed });
      report.items += removed.items;
      report.bytes += removed.bytes;
    }
    return report;
  }

  /** Does everything in one transaction and undoes it: so each step sees what the ones before would leave. */
  async function rehearse(at: Date): Promise<CleanupReport> {
    const surveyed: CleanupStep[] = [];
    for (const step of steps) {
      surveyed.push(step.survey ? { name: step.name, remove: await step.survey(at) } : step);
    }
    let report: CleanupReport | undefined;
    await database
      .transaction(async (tx) => {
        const undone = { query: tx, transaction: <T>(work: (inner: typeof tx) => Promise<T>) => work(tx) };
        report = await removeAll({ database: undone, at }, surveyed, true);
        throw new Undo();
      })
      .catch((error) => {
        if (!(error instanceof Undo)) throw error;
      });
    return report as unknown as CleanupReport;
  }

  let underway: Promise<unknown> = Promise.resolve();
  async function run(actor: string, dryRun: boolean): Promise<CleanupReport> {
    const at = clock();
    const report = dryRun ? await rehearse(at) : await removeAll({ database, at });
    const { steps: all, ...total } = report;
    const removed = Object.fromEntries(
      all.filter(({ items }) => items > 0).map(({ name, items }) => [name, items]),
    );
    log.info({ ...total, removed }, 'cleaned up');
    if (dryRun || report.items === 0) return report;
    const detail = { items: report.items, bytes: report.bytes, removed };
    await database.transaction((tx) =>
      appendAudit(tx, { at, actor, action: 'cleanup_done', roomId: null, detail }),
    );
    return report;
  }

  return {
    run({ actor, dryRun }) {
      // One after the other: two at once would count the same things.
      const turn = underway.catch(() => {}).then(() => run(actor, dryRun));
      underway = turn;
      return turn;
    },
  };
}
