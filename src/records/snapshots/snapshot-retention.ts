import type { Database } from '../../platform/db/database.ts';
import { deleteSnapshot } from './snapshot-service.ts';
import { takeExpiredSnapshot } from './snapshot-store.ts';

const FIRST_ROOM = '00000000-0000-0000-0000-000000000000';

/**
 * Deletes the snapshots that are older than the policy of their room allows, each in its own transaction with its audit
 * entry. A room without a policy keeps all snapshots. Returns how many there were.
 * @param at the moment at which they are too old
 */
export async function removeExpiredSnapshots(
  database: Pick<Database, 'transaction'>,
  { at, now }: { at: Date; now: Date },
): Promise<number> {
  const removeNext = (fromRoom: string) =>
    database.transaction(async (tx) => {
      const expired = await takeExpiredSnapshot(tx, at, fromRoom);
      if (!expired) return undefined;
      const { snapshot, retentionDays } = expired;
      const by = { email: 'system', detail: { snapshot_retention_days: retentionDays } };
      await deleteSnapshot(tx, by, snapshot, now);
      return snapshot.roomId;
    });
  const removePass = async () => {
    let removed = 0;
    // From the room of the last one, so that the rooms before are not searched again for each.
    for (let room = await removeNext(FIRST_ROOM); room !== undefined; removed++)
      room = await removeNext(room);
    return removed;
  };
  let total = 0;
  // A pass leaves out rooms that are being changed.
  for (let removed = await removePass(); removed > 0; removed = await removePass()) total += removed;
  return total;
}
