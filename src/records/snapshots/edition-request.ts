import { loadState } from '../../clearance/state/room-state-store.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { EditionRequest } from '../editions/edition-key.ts';
import type { Snapshot } from './snapshot.ts';

/** Returns the edition request of a snapshot. */
export const requestOf = (
  db: Queryable,
  { stateHash, sections, compared, type }: Snapshot,
): EditionRequest => ({
  stateHash,
  sections,
  compared,
  type,
  loadState: (hash) => loadState(db, hash),
});
