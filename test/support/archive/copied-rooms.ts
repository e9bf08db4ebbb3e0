import { sql } from 'kysely';
import type { Transaction } from '../../../src/platform/db/database.ts';
import type { Range } from './range.ts';

/** The demonstration room that is copied. */
const TITLE = 'Aegean Pearl%';

/** The id of a copy of a row of the copied room. It follows from both, so that rows can refer to copies. */
const copyOf = (id: string) => sql`md5(${sql.raw(id)}::text || made.n)::uuid`;

/** Copies the rows of one table of the room, with the values that differ. */
const copies = (table: string, differences: Record<string, ReturnType<typeof sql>>) => sql`
  insert into ${sql.table(table)}
  select copied.* from made, room, ${sql.table(table)} as item,
    jsonb_populate_record(item, jsonb_build_object(${sql.join(
      Object.entries(differences).flatMap(([name, value]) => [sql.lit(name), value]),
    )})) as copied
  where item.room_id = room.id`;

/** Makes copies of the demonstration room, with all that is in it, a minute apart and in the past. */
export async function copyRooms(tx: Transaction, { from, to }: Range): Promise<void> {
  await sql`
    create temp table made on commit drop as
    select n from generate_series(${sql.lit(from)}::int, ${sql.lit(to - 1)}::int) n`.execute(tx);
  await sql`create temp table room on commit drop as select * from rooms where title like ${sql.lit(TITLE)}`.execute(
    tx,
  );
  const opened = sql`now() - make_interval(days => 30) - made.n * interval '1 minute'`;
  await sql`
    insert into rooms select copied.* from made, room, jsonb_populate_record(null::rooms,
      to_jsonb(room) || jsonb_build_object('id', ${copyOf('room.id')}, 'title', 'Operation no. ' || made.n,
        'created_at', ${opened}, 'updated_at', ${opened})) as copied`.execute(tx);
  const own = { id: copyOf('item.id'), room_id: copyOf('room.id') };
  await copies('parties', own).execute(tx);
  await copies('vessels', own).execute(tx);
  await copies('requirements', own).execute(tx);
  await copies('documents', { ...own, vessel_id: copyOf('item.vessel_id') }).execute(tx);
  await copies('approvals', { ...own, party_id: copyOf('item.party_id') }).execute(tx);
  await copies('approved_facts', { room_id: own.room_id }).execute(tx);
  await copies('activities', own).execute(tx);
}
