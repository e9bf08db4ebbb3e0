import type { Insertable, Selectable } from 'kysely';
import type { Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { keepApprovedFacts } from '../parties/approved-facts-store.ts';
import { insertItems } from '../state/room-item-store.ts';
import { readRoomState } from '../state/room-state-store.ts';
import { materialFacts } from '../verdict/material-facts.ts';

/** The rows of one room. The database sets the columns without a value. */
export interface RoomRows {
  room: Insertable<Schema['rooms']> & Pick<Selectable<Schema['rooms']>, 'created_at' | 'updated_at'>;
  parties: Insertable<Schema['parties']>[];
  vessels: Insertable<Schema['vessels']>[];
  requirements: Insertable<Schema['requirements']>[];
  documents: Insertable<Schema['documents']>[];
  approvals: Insertable<Schema['approvals']>[];
  activities: Insertable<Schema['activities']>[];
}

/** Inserts a whole room in a few statements. Its given approvals are of the room as it stands. */
export async function insertRoomRows(tx: Transaction, rows: RoomRows): Promise<void> {
  await tx.insertInto('rooms').values(rows.room).execute();
  await insertItems(tx, 'parties', rows.parties);
  await insertItems(tx, 'vessels', rows.vessels);
  await insertItems(tx, 'requirements', rows.requirements);
  await insertItems(tx, 'documents', rows.documents);
  await insertItems(tx, 'approvals', rows.approvals);
  await insertItems(tx, 'activities', rows.activities);
  const { id, updated_at, revision = 1 } = rows.room;
  const facts = materialFacts(await readRoomState(tx, id, updated_at, { includeCommercial: false }));
  await keepApprovedFacts(tx, id, facts);
  await tx
    .updateTable('approvals')
    .set({ facts_hash: facts.hash, given_for_revision: revision })
    .where('room_id', '=', id)
    .where('status', '=', 'approved')
    .execute();
}
