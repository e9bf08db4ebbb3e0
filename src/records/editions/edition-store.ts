import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';

/** A rendered state in the database. Its bytes are a blob. */
export interface EditionRecord {
  key: string;
  sha256: string;
  /** Bytes. */
  size: number;
}

/** The condition that a snapshot needs the edition `e`. */
export const STOOD_ON = sql`exists (select from snapshots s where s.edition_key = e.key)`;

export async function findEdition(db: Queryable, key: string): Promise<EditionRecord | undefined> {
  return db
    .selectFrom('editions')
    .select(['key', 'sha256', 'size'])
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Records a rendered edition. */
export async function saveEdition(
  db: Queryable,
  { key, sha256, size }: EditionRecord,
  { type, roomId }: { type: string; roomId: string },
  at: Date,
): Promise<void> {
  await db
    .insertInto('editions')
    .values({ key, room_id: roomId, type, sha256, size, rendered_at: at, last_used_at: at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ sha256, size, last_used_at: at }))
    .execute();
}

/** Removes an edition unless a snapshot needs it. Returns whether it did. */
export async function forgetUnusedEdition(tx: Transaction, key: string): Promise<boolean> {
  const { rows } = await sql`
    delete from editions e where key = ${key} and not ${STOOD_ON} returning key`.execute(tx);
  return rows.length > 0;
}
