import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isId } from '../../platform/kernel/ids.ts';

/** The tables of the contents of a room. Their rows have an id and the id of the room. */
type ItemTable = 'parties' | 'vessels' | 'requirements' | 'documents' | 'approvals' | 'activities';

export type ItemRow<Table extends ItemTable> = Selectable<Schema[Table]>;

const SINGULAR: Record<ItemTable, string> = {
  parties: 'party',
  vessels: 'vessel',
  requirements: 'requirement',
  documents: 'document',
  approvals: 'approval',
  activities: 'activity',
};

const ROWS_PER_STATEMENT = 500;

/** Creates the error for an item that is not in this room. The text is the same if the item is in another room. */
export function itemNotFound(table: ItemTable): AppError {
  const name = SINGULAR[table];
  return new AppError(
    'not_found',
    `${name}_not_found`,
    `${name.charAt(0).toUpperCase()}${name.slice(1)} not found`,
  );
}

/**
 * Returns one row of a room.
 * @throws AppError `party_not_found`, `vessel_not_found` and so on
 */
export async function findItem<Table extends ItemTable>(
  db: Queryable,
  table: Table,
  roomId: string,
  id: string,
): Promise<ItemRow<Table>> {
  if (!isId(id)) throw itemNotFound(table);
  const { rows } = await sql<ItemRow<Table>>`
    select * from ${sql.table(table)} where id = ${id}::uuid and room_id = ${roomId}::uuid`.execute(db);
  const [found] = rows;
  if (!found) throw itemNotFound(table);
  return found;
}

/** Inserts rows. Rows must state all columns: a missing column becomes null. */
export async function insertItems<Table extends ItemTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Insertable<Schema[Table]>[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    // All rows are one parameter, because the embedded engine is slow with thousands of parameters.
    const part = JSON.stringify(rows.slice(from, from + ROWS_PER_STATEMENT));
    await sql`insert into ${sql.table(table)}
      select * from json_populate_recordset(null::${sql.table(table)}, ${part}::json)`.execute(tx);
  }
}

/** Sets the given columns of a row. */
export async function updateItem<Table extends ItemTable>(
  tx: Transaction,
  table: Table,
  id: string,
  changes: Updateable<Schema[Table]>,
): Promise<void> {
  const columns = Object.entries(changes).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
  await sql`update ${sql.table(table)} set ${sql.join(columns)} where id = ${id}::uuid`.execute(tx);
}

export async function deleteItem(tx: Transaction, table: ItemTable, id: string): Promise<void> {
  await sql`delete from ${sql.table(table)} where id = ${id}::uuid`.execute(tx);
}

/**
 * Checks that a locked room can take one more item.
 * @throws AppError `too_many_parties`, `too_many_documents` and so on
 */
export async function requireSpaceFor(
  tx: Transaction,
  table: ItemTable,
  roomId: string,
  most: number,
): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where room_id = ${roomId}::uuid`.execute(tx);
  if ((rows[0]?.count ?? 0) < most) return;
  throw new AppError('conflict', `too_many_${table}`, `A room can have at most ${most} ${table}.`);
}
