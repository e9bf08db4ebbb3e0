import type { Database } from '../../platform/db/database.ts';
import { deleteSnapshot } from './snapshot-service.ts';
import { takeExpiredSnapshot } from './snapshot-store.ts';

/**
 * Deletes the snapshots that are older than the policy of their room allows, each in its own transaction with its audit
 * entry. A room without a policy keeps all snapshots. Returns how many there were.
 * @param at the moment at which they are too old
 */
export async function removeExpiredSnapshots(
  database: Pick<Database, 'transaction'>,
  { at, now }: { at: Date; now: Date },
): Promise<number> {
  const removeNext = () =>
    database.transaction(async (tx) => {
      const expired = await takeExpiredSnapshot(tx, at);
      if (!expired) return false;
      const { snapshot, retentionDays } = expired;
      const by = { email: 'system', detail: { snapshot_retention_days: retentionDays } };
      await deleteSnapshot(tx, by, snapshot, now);
      return true;
    });
  let removed = 0;
  while (await removeNext()) removed++;
  return removed;
}
