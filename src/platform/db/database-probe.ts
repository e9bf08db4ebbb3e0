import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Writes to the log of the database, and waits until it is on the disk. Changes no row and waits for no lock of one.
 * @throws the error of the database
 */
export async function requireWritableDatabase(database: Pick<Database, 'transaction'>): Promise<void> {
  await database.transaction(async (tx) => {
    // A database that is read-only refuses the statement, whether or not it finds a row.
    await sql`update audit_head set seq = seq where false`.execute(tx);
    await sql`select pg_logical_emit_message(true, 'roomshot', '')`.execute(tx);
  });
}
