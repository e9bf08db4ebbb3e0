import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, inject } from 'vitest';
import { missing } from '../../src/platform/kernel/system-error.ts';
import { test } from '../support/data-test.ts';

const MAX_LOG_BYTES = 112 * 1024 * 1024;
const WRITTEN_BYTES = 250_000_000;

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  // The engine removes files of the log meanwhile.
  for (const name of await readdir(folder))
    bytes += (await stat(join(folder, name)).catch(missing))?.size ?? 0;
  return bytes;
}

test.runIf(inject('serverUrl') === '')(
  'the write-ahead log of the embedded database stays small, however much is written',
  { timeout: 240_000 },
  async ({ database, place }) => {
    const folder = join(place.dataFolder, 'postgres/pg_wal');
    const position = async () =>
      (await sql<{ at: number }>`select pg_current_wal_lsn() - '0/0'::pg_lsn as at`.execute(database.query))
        .rows[0]?.at;
    const first = Number(await position());
    await sql`create table ballast (text text)`.execute(database.query);
    let largest = 0;
    while (Number(await position()) - first < WRITTEN_BYTES) {
      await database.transaction((tx) =>
        sql`insert into ballast select repeat(md5(n::text), 30) from generate_series(1, 2000) n`.execute(tx),
      );
      await sql`truncate ballast`.execute(database.query);
      largest = Math.max(largest, await sizeOf(folder));
    }
    expect(largest).toBeLessThan(MAX_LOG_BYTES);
  },
);
