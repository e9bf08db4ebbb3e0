import type { Queryable, Transaction } from '../db/database.ts';

/** A rendered state, as the database knows it; its bytes are a blob. */
export interface EditionRecord {
  key: string;
  sha256: string;
  /** Bytes. */
  size: number;
}

export async function findEdition(db: Queryable, key: string): Promise<EditionRecord | undefined> {
  return db
    .selectFrom('editions')
    .select(['key', 'sha256', 'size'])
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Records a rendered edition, or that it was used again. */
export async function saveEdition(
  db: Queryable,
  { key, sha256, size }: EditionRecord,
  type: string,
  at: Date,
): Promise<void> {
  await db
    .insertInto('editions')
    .values({ key, type, sha256, size, rendered_at: at, last_used_at: at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ sha256, size, last_used_at: at }))
    .execute();
}

/** Forgets an edition unless a snapshot stands on it. Returns whether it did. */
export async function forgetUnusedEdition(tx: Transaction, key: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('editions')
    .where('key', '=', key)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('snapshots').select('id').whereRef('snapshots.edition_key', '=', 'editions.key')),
      ),
    )
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
