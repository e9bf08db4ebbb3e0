import type { Insertable, Selectable } from 'kysely';
import type { Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { insertItems } from '../state/room-item-store.ts';

/** The rows of one room. The database sets the columns without a value. */
export interface RoomRows {
  room: Insertable<Schema['rooms']> & Pick<Selectable<Schema['rooms']>, 'created_at' | 'updated_at'>;
  parties: Insertable<Schema['parties']>[];
  vessels: Insertable<Schema['vessels']>[];
  documents: Insertable<Schema['documents']>[];
  approvals: Insertable<Schema['approvals']>[];
  activities: Insertable<Schema['activities']>[];
}

/** Inserts a whole room in a few statements. */
export async function insertRoomRows(tx: Transaction, rows: RoomRows): Promise<void> {
  await tx.insertInto('rooms').values(rows.room).execute();
  await insertItems(tx, 'parties', rows.parties);
  await insertItems(tx, 'vessels', rows.vessels);
  await insertItems(tx, 'documents', rows.documents);
  await insertItems(tx, 'approvals', rows.approvals);
  await insertItems(tx, 'activities', rows.activities);
}
