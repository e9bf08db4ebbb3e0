import { loadState } from '../../clearance/state/room-state-store.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { StateDifference } from '../difference/difference.ts';
import { compareStates } from '../difference/state-difference.ts';
import { selectContent } from '../editions/edition-content.ts';
import type { Snapshot } from './snapshot.ts';
import { requireSnapshot } from './snapshot-store.ts';

/** Two snapshots of a room, and the differences between their frozen states. */
export interface SnapshotDifference {
  before: Snapshot;
  after: Snapshot;
  difference: StateDifference;
}

/**
 * Compares the sections that two snapshots of a room have in common. The snapshots may be unfinished: their states were
 * frozen when they were requested.
 * @throws AppError `snapshot_not_found`
 */
export async function compareSnapshots(
  db: Queryable,
  roomId: string,
  [beforeId, afterId]: [string, string],
): Promise<SnapshotDifference> {
  const before = await requireSnapshot(db, roomId, beforeId);
  const after = await requireSnapshot(db, roomId, afterId);
  const frozen = async ({ stateHash, sections }: Snapshot) =>
    selectContent(await loadState(db, stateHash), sections);
  return { before, after, difference: compareStates(await frozen(before), await frozen(after)) };
}
