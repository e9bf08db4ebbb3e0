import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';

/** A rendered state in the database. Its bytes are a blob. */
export interface EditionRecord {
  key: string;
  sha256: string;
  /** Bytes. */
  size: number;
}

const STOOD_ON = sql`exists (select from snapshots s where s.edition_key = e.key)`;

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

/** Records the use of an edition. It does not restore an invalidated one. */
export async function touchEdition(db: Queryable, { key }: EditionRecord, at: Date): Promise<void> {
  await db.updateTable('editions').set({ last_used_at: at }).where('key', '=', key).execute();
}

/** Removes an edition unless a snapshot needs it. Returns whether it did. */
export async function forgetUnusedEdition(tx: Transaction, key: string): Promise<boolean> {
  const { rows } = await sql`
    delete from editions e where key = ${key} and not ${STOOD_ON} returning key`.execute(tx);
  return rows.length > 0;
}

interface EditionLimits {
  /** Editions that were used since then are kept: a new snapshot may be about to need one. */
  leaveFrom: Date;
  usedBefore: Date;
  /** The limit for all unused editions together, in bytes. The most recently used ones are kept. */
  maxBytes: number;
}

/**
 * Removes editions that no snapshot needs, if they exceed the limits of age and size, or if their room is deleted.
 * Returns how many there were. Their bytes are then orphans.
 */
export async function forgetUnusedEditions(
  db: Queryable,
  { leaveFrom, usedBefore, maxBytes }: EditionLimits,
): Promise<number> {
  const { rows } = await sql`
    delete from editions where last_used_at < ${leaveFrom}::timestamptz and key in (
      select key from (
        select e.key, e.last_used_at, e.room_id,
          sum(e.size) over (order by e.last_used_at desc, e.key) as bytes
        from editions e where not ${STOOD_ON}
      ) as unused
      where last_used_at < ${usedBefore}::timestamptz or bytes > ${maxBytes}::bigint
        or not exists (select from rooms where id = unused.room_id)
    ) returning key`.execute(db);
  return rows.length;
}
