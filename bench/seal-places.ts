// Where seals could lie: npm run bench:seals -- 100000. The number is how many lie there already.
// DATABASE_URL may name an empty database of a PostgreSQL server. Without it, the embedded engine is measured.
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openFolderBlobStore } from '../src/platform/blobs/folder-blob-store.ts';
import { openUnmigrated } from '../src/platform/db/open-database.ts';
import { sha256 } from '../src/platform/kernel/hash.ts';
import { spread } from './statistics.ts';

interface Place {
  /** Stores seals durably, as a group of snapshots that are completed together. */
  store(seals: readonly Buffer[]): Promise<unknown>;
  /** Reads one that was stored lately. */
  read(): Promise<unknown>;
  /** Bytes on the disk. */
  size(): Promise<number>;
}

const SEAL_BYTES = 7600;
const ROUNDS = 9;
const SEALS_A_ROUND = 160;
const filled = Number(process.argv[2] ?? 1000);
const folder = await mkdtemp(join(tmpdir(), 'roomshot-seals-'));
const database = await openUnmigrated({ url: process.env.DATABASE_URL, dataFolder: folder });
try {
  const places = { file: await files(), pack: await packs(), row: await rows() };
  for (const place of Object.values(places)) await fill(place);
  for (const together of [1, 16]) {
    console.log(`\n${filled} seals, and more of them, ${together} together; ms for each, and kB on the disk`);
    console.log(`${''.padEnd(8)} processor time  elapsed  reading one   kB`);
    await measure(places, together);
  }
} finally {
  await database.close();
  await rm(folder, { recursive: true });
}

async function fill({ store }: Place): Promise<void> {
  for (let stored = 0; stored < filled; stored += 100) await store(someSeals(Math.min(100, filled - stored)));
}

/** Measures the places in turn. */
async function measure(places: Record<string, Place>, together: number): Promise<void> {
  const figures = Object.entries(places).map(([name, place]) => ({ name, place, costs: [] as number[][] }));
  const before = await Promise.all(figures.map(({ place }) => place.size()));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { place, costs } of figures) costs.push(await measureRound(place, together));
  }
  for (const [index, { name, place, costs }] of figures.entries()) {
    const [processor, elapsed, reading] = [0, 1, 2].map((n) => spread(costs.map((cost) => cost[n] ?? 0)).p50);
    const kb = ((await place.size()) - (before[index] ?? 0)) / ROUNDS / SEALS_A_ROUND / 1000;
    const cells = [processor, elapsed, reading].map((ms) => (ms ?? 0).toFixed(2).padStart(11));
    console.log(`${name.padEnd(8)}${cells.join('')}${kb.toFixed(1).padStart(9)}`);
  }
}

/** The processor time is that of this process: the work of a database server does not belong to it. */
async function measureRound({ store, read }: Place, together: number): Promise<number[]> {
  const before = process.cpuUsage();
  const start = performance.now();
  for (let stored = 0; stored < SEALS_A_ROUND; stored += together) await store(someSeals(together));
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const asked = performance.now();
  await read();
  return [(user + system) / 1000 / SEALS_A_ROUND, elapsed / SEALS_A_ROUND, performance.now() - asked];
}

function someSeals(count: number): Buffer[] {
  return Array.from({ length: count }, () => randomBytes(SEAL_BYTES));
}

/** The commit that completes the snapshots, where the seals are not part of it. */
function commit(): Promise<void> {
  return database.transaction(async (tx) => void (await sql`select pg_current_xact_id()`.execute(tx)));
}

async function files(): Promise<Place> {
  const path = join(folder, 'blobs');
  const { blobs } = await openFolderBlobStore({ folder: path });
  let last = '';
  return {
    async store(seals) {
      const stored = await Promise.all(seals.map((seal) => blobs.put(seal)));
      last = stored[0]?.sha256 ?? last;
      await commit();
    },
    read: () => blobs.read(last),
    size: async () => blocksOf(path),
  };
}

/** One file to which the seals of a group are appended together. */
async function packs(): Promise<Place> {
  const path = join(folder, 'pack');
  const file = await open(path, 'a+');
  return {
    async store(seals) {
      await file.write(Buffer.concat(seals));
      await file.datasync();
      await commit();
    },
    read: () => file.read(Buffer.alloc(SEAL_BYTES), 0, SEAL_BYTES, 0),
    size: async () => (await readFile(path)).length,
  };
}

async function rows(): Promise<Place> {
  await sql`create table seals (snapshot_id uuid primary key, sha256 text not null, bytes bytea not null)`.execute(
    database.query,
  );
  await sql`alter table seals alter bytes set storage external`.execute(database.query);
  let last = '';
  return {
    store: (seals) =>
      database.transaction((tx) => {
        const given = seals.map((seal) => ({
          id: randomUUID(),
          hash: sha256(seal),
          seal: seal.toString('base64'),
        }));
        last = given[0]?.id ?? last;
        return sql`insert into seals select id, hash, decode(seal, 'base64')
          from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as row (id uuid, hash text, seal text)`.execute(
          tx,
        );
      }),
    read: () =>
      sql`select encode(bytes, 'base64') from seals where snapshot_id = ${last}::uuid`.execute(
        database.query,
      ),
    async size() {
      const { rows } = await sql<{ bytes: number }>`
        select pg_total_relation_size('seals')::float8 as bytes`.execute(database.query);
      return rows[0]?.bytes ?? 0;
    },
  };
}

function blocksOf(path: string): number {
  return 1024 * Number(execFileSync('du', ['-sk', path]).toString().split('\t')[0]);
}
