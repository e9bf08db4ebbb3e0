import type { Edition } from '../editions/edition-cache.ts';
import type { Stamp } from '../rendering/render-pool.ts';
import type { SealStatement } from '../seal/seal-statement.ts';
import type { Snapshot } from './snapshot.ts';

/** What the seal of a snapshot says. */
export const statementOf = (snapshot: Snapshot, edition: Edition): SealStatement => ({
  snapshot_id: snapshot.id,
  title: snapshot.title,
  created_by: snapshot.createdBy,
  created_by_name: snapshot.createdByName,
  created_at: snapshot.createdAt.toISOString(),
  room_id: snapshot.roomId,
  room_title: snapshot.roomTitle,
  revision: snapshot.revision,
  state_hash: snapshot.stateHash,
  edition_key: edition.key,
  edition_sha256: edition.sha256,
  type: snapshot.type,
});

/** What the seal shows on page one. */
export const stampOf = (statement: SealStatement): Stamp => ({
  lines: [
    { label: 'Snapshot', value: statement.snapshot_id },
    { label: 'Title', value: statement.title },
    { label: 'Taken by', value: `${statement.created_by_name} <${statement.created_by}>` },
    { label: 'Taken at', value: `${statement.created_at.slice(0, 19).replace('T', ' ')} UTC` },
    { label: 'Revision', value: `${statement.revision} of the room` },
    { label: 'State', value: `SHA-256 ${statement.state_hash}` },
  ],
});
