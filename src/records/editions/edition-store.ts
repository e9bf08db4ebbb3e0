import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';

/** A rendered state, as the database knows it; its bytes are a blob. */
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

/** Records that an edition was used; one that was invalidated meanwhile does not come back by it. */
export async function touchEdition(db: Queryable, { key }: EditionRecord, at: Date): Promise<void> {
  await db.updateTable('editions').set({ last_used_at: at }).where('key', '=', key).execute();
}

/** Forgets an edition unless a snapshot stands on it. Returns whether it did. */
export async function forgetUnusedEdition(tx: Transaction, key: string): Promise<boolean> {
  const { rows } = await sql`
    delete from editions e where key = ${key} and not ${STOOD_ON} returning key`.execute(tx);
  return rows.length > 0;
}

interface EditionLimits {
  /** What was used later is left alone: a snapshot may be about to stand on it. */
  leaveFrom: Date;
  usedBefore: Date;
  /** Bytes of unused editions together; those that were used last stay. */
  maxBytes: number;
}

/**
 * Forgets editions that no snapshot stands on, beyond limits of age and size, or of a room that is gone.
 * Returns how many there were; their bytes are then orphans.
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
