import { sql } from 'kysely';
import type { Database } from '../../../src/platform/db/database.ts';
import { appendEntries } from './audit-entries.ts';
import { copyRooms } from './copied-rooms.ts';
import { addSnapshots } from './copied-snapshots.ts';
import type { Range } from './range.ts';
import { addTraces } from './traces.ts';

const AT_ONCE = 5000;
const SNAPSHOTS_PER_ROOM = 100;

/**
 * Fills a database with snapshots, and with a copy of a demonstration room for each hundred of them, in statements that
 * make many rows. Each tenth room has no snapshot. The files of the snapshots do not exist.
 */
export async function fillArchive({ long }: Database, { from, to }: Range): Promise<void> {
  const rooms = { from: from / SNAPSHOTS_PER_ROOM, to: to / SNAPSHOTS_PER_ROOM };
  await long.transaction((tx) => copyRooms(tx, rooms));
  for (let next = from; next < to; next += AT_ONCE) {
    const part = { from: next, to: Math.min(next + AT_ONCE, to) };
    await long.transaction(async (tx) => {
      await addSnapshots(tx, part);
      await addTraces(tx);
      await appendEntries(tx);
    });
  }
  await sql`vacuum analyze`.execute(long.query);
}
