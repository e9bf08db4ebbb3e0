import type { Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isId } from '../../platform/kernel/ids.ts';
import type { ComparedSnapshot } from '../editions/edition-content.ts';
import { findSnapshot } from './snapshot-store.ts';

/**
 * Returns the snapshot with which a new one is compared.
 * @throws AppError `compare_to_not_found`, `compare_to_newer`
 */
export async function findCompared(
  tx: Transaction,
  roomId: string,
  id: string,
  at: Date,
): Promise<ComparedSnapshot> {
  const found = isId(id) ? await findSnapshot(tx, roomId, id) : undefined;
  if (!found) {
    const text = 'The room has no snapshot with the id in compare_to.';
    throw new AppError('invalid', 'compare_to_not_found', text);
  }
  if (found.createdAt > at) {
    const text = 'The snapshot in compare_to is newer than the new snapshot would be. Use an earlier one.';
    throw new AppError('invalid', 'compare_to_newer', text);
  }
  const { id: snapshotId, createdAt: takenAt, revision, stateHash, sections } = found;
  return { snapshotId, takenAt, revision, stateHash, sections };
}
