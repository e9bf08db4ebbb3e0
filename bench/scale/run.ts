// Whether the server stays as fast with many snapshots as with few: npm run bench:scale -- 1000000
// DATABASE_URL may name an empty database of a PostgreSQL server. Without it, the embedded engine is measured.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRoomshot } from '../../src/app/app.ts';
import { readConfig } from '../../src/app/config.ts';
import { fillEmptyDatabase } from '../../src/app/first-start.ts';
import { createLog } from '../../src/cli/log.ts';
import { measureStoredBytes } from '../../src/platform/metrics/stored-bytes-store.ts';
import { fillArchive } from '../../test/support/archive/filled-archive.ts';
import type { Range } from '../../test/support/archive/range.ts';
import { PASSWORD, startServer } from '../server.ts';
import { type Cost, type Costs, measureRoutes } from './measure.ts';

const FEW = 1000;
const COMMAND = join(import.meta.dirname, '../../bin/roomshot.mjs');

/** The first verification reads all entries, and the next ones those since. */
const COMMANDS = ['cleanup --dry-run', 'cleanup', 'audit verify --all', 'audit verify', 'doctor'];

const many = Number(process.argv[2] ?? 200_000);
if (!Number.isInteger(many / FEW) || many <= FEW) throw new Error(`State a multiple of ${FEW}.`);
const databaseUrl = process.env.DATABASE_URL;
const folder = await mkdtemp(join(tmpdir(), 'roomshot-scale-'));
const environment = {
  ...process.env,
  ROOMSHOT_DATA_DIR: folder,
  ROOMSHOT_DEMO: '1',
  ROOMSHOT_ADMIN_PASSWORD: PASSWORD,
  ROOMSHOT_LOG_LEVEL: 'error',
};
try {
  const few = await measureWith({ from: 0, to: FEW });
  const grown = await measureWith({ from: FEW, to: many });
  const engine = databaseUrl ? 'PostgreSQL server' : 'embedded engine';
  console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, ${engine}; milliseconds, and MB on the disk\n`);
  console.log(`${''.padEnd(32)}${'elapsed'.padStart(24)}${'processor time'.padStart(32)}`);
  const heads = [FEW, many, 'ratio'].map((head) => String(head).padStart(10)).join('');
  console.log(`${'snapshots'.padEnd(32)}${heads}  ${heads}`);
  for (const [name, before] of few) {
    const after = grown.get(name) ?? { elapsed: Number.NaN, processor: Number.NaN };
    console.log(
      `${name.padEnd(32)}${compared(before.elapsed, after.elapsed)}  ${compared(before.processor, after.processor)}`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

function compared(before: number, after: number): string {
  return [before.toFixed(1), after.toFixed(1), (after / before).toFixed(2)]
    .map((text) => text.padStart(10))
    .join('');
}

async function measureWith(range: Range): Promise<Costs> {
  await fill(range);
  const start = performance.now();
  const server = await startServer({ folder });
  const ready = { elapsed: performance.now() - start, processor: server.processorMs() };
  let costs: Costs;
  {
    await using running = server;
    costs = await measureRoutes(running);
  }
  costs.set('start to ready', ready);
  for (const command of COMMANDS)
    costs.set(
      `roomshot ${command}`,
      costOf(() => runCommand(command)),
    );
  const backup = join(folder, 'bench.backup');
  costs.set(
    'roomshot backup',
    costOf(() => runCommand(`backup ${backup}`)),
  );
  await rm(backup, { force: true });
  costs.set('size of the database, MB', { elapsed: await databaseMb(), processor: Number.NaN });
  return costs;
}

async function fill(range: Range): Promise<void> {
  const config = readConfig({ ...environment, ...(databaseUrl && { DATABASE_URL: databaseUrl }) });
  await using roomshot = await openRoomshot(config, createLog({ level: 'error', format: 'text' }));
  const { database, blobs, accounts, clock } = roomshot;
  await fillEmptyDatabase({ database, blobs, users: accounts.users, at: clock() }, config);
  await fillArchive(database, range);
}

/** Measures work in processes that end with it. */
function costOf(work: () => void): Cost {
  const start = performance.now();
  const before = endedProcessorMs();
  work();
  return { elapsed: performance.now() - start, processor: endedProcessorMs() - before };
}

/** The processor time of the ended child processes, in milliseconds: the fields 16 and 17, in hundredths of a second. */
function endedProcessorMs(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[13]) + Number(fields[14]));
}

/** Measures the database while no server uses it. */
async function databaseMb(): Promise<number> {
  const config = readConfig({ ...environment, ...(databaseUrl && { DATABASE_URL: databaseUrl }) });
  await using roomshot = await openRoomshot(config, createLog({ level: 'error', format: 'text' }));
  const { database } = await measureStoredBytes(roomshot.database.long.query);
  return database / 1e6;
}

/** The files of the snapshots are missing, so a command may report faults. Its duration counts. */
function runCommand(command: string): void {
  try {
    execFileSync(process.execPath, [COMMAND, ...command.split(' ')], { env: environment, stdio: 'ignore' });
  } catch (error) {
    if (typeof (error as { status?: unknown }).status !== 'number') throw error;
  }
}
