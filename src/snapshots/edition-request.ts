import type { Queryable } from '../db/database.ts';
import type { EditionRequest } from '../editions/edition-key.ts';
import { loadState } from '../rooms/room-state-store.ts';
import type { Snapshot } from './snapshot.ts';

/** What a snapshot asks the editions for. */
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
