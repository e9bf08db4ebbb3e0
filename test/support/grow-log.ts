import { once } from 'node:events';
import { sql } from 'kysely';
import { openDatabase } from '../../src/platform/db/open-database.ts';

// Opens the embedded database in a folder. After a line on stdin, it fills one segment of the log after the other, and
// prints the number of each transaction that was acknowledged.

const MAX_SEGMENTS = 40;

const [, , dataFolder = ''] = process.argv;
const database = await openDatabase({ dataFolder });
await database.transaction((tx) => sql`create table acknowledged (number int)`.execute(tx));
process.stdout.write('opened\n');
await once(process.stdin, 'data');
for (let number = 1; number <= MAX_SEGMENTS; number++) {
  await database.transaction((tx) => sql`insert into acknowledged values (${number})`.execute(tx));
  process.stdout.write(`acknowledged ${number}\n`);
  await sql`select pg_switch_wal()`.execute(database.query);
}
process.exit(0);
