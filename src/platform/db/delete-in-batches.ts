import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from './database.ts';
import type { Schema } from './schema.ts';

/** Each statement commits, so it holds up others only briefly. */
const ROWS_AT_ONCE = 2000;

/**
 * Deletes the rows of a table that match a condition, which an index should find. Returns how many there were. A row
 * that is changed or locked meanwhile stays: waiting for it with others deleted could be a deadlock.
 */
export async function deleteInBatches(
  db: Queryable,
  table: keyof Schema,
  condition: RawBuilder<boolean>,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where ${condition} limit ${sql.lit(ROWS_AT_ONCE)}
        for update skip locked
      ))`.execute(db);
    deleted += Number(numAffectedRows);
    if (numAffectedRows < ROWS_AT_ONCE) return deleted;
  }
}
