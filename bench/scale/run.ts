// Whether the server stays as fast with many snapshots as with few: npm run bench:scale -- 1000000
// DATABASE_URL may name an empty database of a PostgreSQL server. Without it, the embedded engine is measured.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRoomshot } from '../../src/app/app.ts';
import { readConfig } from '../../src/app/config.ts';
import { fillEmptyDatabase } from '../../src/app/first-start.ts';
import { createLog } from '../../src/cli/log.ts';
import { fillArchive } from '../../test/support/archive/filled-archive.ts';
import type { Range } from '../../test/support/archive/range.ts';
import { PASSWORD, startServer } from '../server.ts';
import { timed } from '../statistics.ts';
import { type Medians, measureRoutes } from './measure.ts';

const FEW = 1000;
const COMMAND = join(import.meta.dirname, '../../bin/roomshot.mjs');

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
  console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, ${engine}; milliseconds, medians\n`);
  console.log(`${'snapshots'.padEnd(40)}${String(FEW).padStart(10)}${String(many).padStart(10)}     ratio`);
  for (const [name, before] of few) {
    const after = grown.get(name) ?? Number.NaN;
    const figures = [before, after].map((value) => value.toFixed(1).padStart(10)).join('');
    console.log(`${name.padEnd(40)}${figures}${(after / before).toFixed(2).padStart(10)}`);
  }
} finally {
  await rm(folder, { recursive: true });
}

async function measureWith(range: Range): Promise<Medians> {
  await fill(range);
  const start = performance.now();
  const server = await startServer({ folder });
  const ready = performance.now() - start;
  let medians: Medians;
  {
    await using running = server;
    medians = await measureRoutes(running);
  }
  medians.set('start to ready', ready);
  for (const command of ['cleanup --dry-run', 'audit verify', 'doctor'])
    medians.set(`roomshot ${command}`, await timed(async () => runCommand(command)));
  return medians;
}

async function fill(range: Range): Promise<void> {
  const config = readConfig({ ...environment, ...(databaseUrl && { DATABASE_URL: databaseUrl }) });
  await using roomshot = await openRoomshot(config, createLog({ level: 'error', format: 'text' }));
  const { database, blobs, accounts, clock } = roomshot;
  await fillEmptyDatabase({ database, blobs, users: accounts.users, at: clock() }, config);
  await fillArchive(database, range);
}

/** The files of the snapshots are missing, so a command may report faults. Its duration counts. */
function runCommand(command: string): void {
  try {
    execFileSync(process.execPath, [COMMAND, ...command.split(' ')], { env: environment, stdio: 'ignore' });
  } catch (error) {
    if (typeof (error as { status?: unknown }).status !== 'number') throw error;
  }
}
