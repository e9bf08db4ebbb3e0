import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/platform/db/database.ts';

/** Makes a database refuse every change, as a standby does, or accept them again. On a server, all sessions end. */
export async function setReadOnly(
  database: Database,
  databaseUrl: string | undefined,
  isReadOnly: boolean,
): Promise<void> {
  const value = sql.raw(isReadOnly ? 'on' : 'off');
  if (databaseUrl === undefined) {
    await sql`set default_transaction_read_only = ${value}`.execute(database.query);
    return;
  }
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: '-c default_transaction_read_only=off',
  });
  await client.connect();
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const name = client.escapeIdentifier(rows[0]?.name ?? '');
  await client.query(
    `alter database ${name} set default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`,
  );
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  await client.end();
}
