import { type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';

/** Few rows, because one row can be the state of a room with some MB. */
const ROWS_AT_ONCE = 20;

/** Makes a transaction read one consistent snapshot of the database, whatever others commit. */
export async function freezeView(tx: Transaction): Promise<void> {
  await sql`set transaction isolation level repeatable read, read only`.execute(tx);
}

/**
 * Lets a transaction pause between its statements while it works with files. Otherwise the database server rolls it
 * back after some seconds. Such a transaction must not lock anything that others need.
 * @param minutes the longest pause; 0 for no limit
 */
export async function allowPauses(tx: Transaction, minutes: number): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = ${sql.lit(`${minutes}min`)}`.execute(tx);
}

/** Returns all tables. Each follows the tables that it references. */
export async function listTables(db: Queryable): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%'
    order by table_name`.execute(db);
  const { rows: references } = await sql<{ from: string; to: string }>`
    select f.relname as "from", t.relname as "to" from pg_constraint c
    join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and f.oid <> t.oid`.execute(db);
  const ordered = new Set<string>();
  const place = (name: string) => {
    if (ordered.has(name)) return;
    for (const { to } of references.filter(({ from }) => from === name)) place(to);
    ordered.add(name);
  };
  for (const { name } of tables) place(name);
  return [...ordered];
}

/** Yields the rows of a table as JSON texts. */
export async function* readRows(tx: Transaction, table: string): AsyncIterable<string> {
  await sql`declare rows_of_table no scroll cursor for
    select row_to_json(t)::text as row from ${sql.table(table)} t`.execute(tx);
  for (;;) {
    const { rows } = await sql<{ row: string }>`
      fetch ${sql.lit(ROWS_AT_ONCE)} from rows_of_table`.execute(tx);
    if (rows.length === 0) break;
    for (const { row } of rows) yield row;
  }
  await sql`close rows_of_table`.execute(tx);
}

/** The tables whose triggers accept only what the running server writes. */
const GUARDED = ['audit_entries'];

/** Lets a restore insert the rows of all tables, in any order. The caller verifies the audit log afterwards. */
export async function liftGuards(tx: Transaction): Promise<void> {
  for (const table of GUARDED) await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx);
}

export async function setGuards(tx: Transaction): Promise<void> {
  for (const table of GUARDED) await sql`alter table ${sql.table(table)} enable trigger user`.execute(tx);
}

/** Inserts rows of `readRows`. Generated numbers keep their values. */
export async function insertRows(tx: Transaction, table: string, rows: readonly string[]): Promise<void> {
  await sql`insert into ${sql.table(table)} overriding system value
    select * from json_populate_recordset(null::${sql.table(table)}, ${`[${rows.join(',')}]`}::json)`.execute(
    tx,
  );
}

export async function countRows(db: Queryable, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Empties a table that a migration has filled, before the rows of a backup are inserted. */
export async function emptyTable(tx: Transaction, table: string): Promise<void> {
  if ((await countRows(tx, table)) > 0) await sql`delete from ${sql.table(table)}`.execute(tx);
}

/** Sets the sequences of the database to continue after the restored rows. */
export async function continueNumbers(tx: Transaction): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and is_identity = 'YES'`.execute(tx);
  for (const { table, column } of rows) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}),
      greatest(1, (select max(${sql.ref(column)}) from ${sql.table(table)})),
      exists (select from ${sql.table(table)}))`.execute(tx);
  }
}

const BLOBS_AT_ONCE = 1000;

/** Yields the blobs that snapshots and documents need, in the order of their hashes. Unused editions are only a cache. */
export async function* neededBlobs(db: Queryable): AsyncIterable<string> {
  // A backup of an older version is checked before it is migrated.
  const hasVersions = (await listTables(db)).includes('earlier_versions');
  for (let last: string | undefined = ''; last !== undefined; ) {
    const parts: RawBuilder<unknown>[] = [
      blobsAfter(last, 'snapshots', 'edition_sha256'),
      blobsAfter(last, 'snapshots', 'seal_sha256'),
      blobsAfter(last, 'documents', 'file_sha256'),
      ...(hasVersions ? [blobsAfter(last, 'earlier_versions', 'file_sha256')] : []),
    ];
    const { rows }: QueryResult<{ hash: string }> = await sql<{ hash: string }>`
      ${sql.join(parts, sql` union `)} order by hash limit ${sql.lit(BLOBS_AT_ONCE)}`.execute(db);
    for (const { hash } of rows) yield hash;
    last = rows.at(-1)?.hash;
  }
}

/** Selects some of the names in a column, which has an index. */
const blobsAfter = (last: string, table: string, column: string): RawBuilder<unknown> => sql`(
  select ${sql.ref(column)} as hash from ${sql.table(table)} where ${sql.ref(column)} > ${last}
  group by ${sql.ref(column)} order by ${sql.ref(column)} limit ${sql.lit(BLOBS_AT_ONCE)})`;
