import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, truncate, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { verifyAudit } from '../../src/audit/audit-log.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { sha256 } from '../../src/kernel/hash.ts';
import { restoreInstallation } from '../../src/restore-installation.ts';
import { verifyFile } from '../../src/seal/verify.ts';
import type { Answer, Client } from '../support/client.ts';
import { askForMany, outcomeOf } from '../support/many-snapshots.ts';
import { clientAs, runCommand } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createDatabase, dropDatabase } from '../support/server-databases.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

const UNDER_LOAD = 12;

let server: TestServer;
let folder: string;
let backup: string;
/** Those that were asked for before the backup. */
let before: Answer['body'][];

async function download(client: Client, path: string): Promise<void> {
  const answer = await client.open('/admin/backup', { method: 'POST' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zstd']);
  await writeFile(path, Buffer.from(await answer.arrayBuffer()));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomshot-backup-'));
  backup = join(folder, 'backup');
  server = await startTestServer();
  const broker = await server.as('broker');
  const room = await roomIdOf(broker, 'Aegean Pearl');
  await takeSnapshot(broker, room);
  before = await askForMany(broker, room, UNDER_LOAD);
  const [, after] = await Promise.all([
    download(await server.as('admin'), backup),
    askForMany(broker, room, UNDER_LOAD),
  ]);
  for (const asked of [...before, ...after]) await outcomeOf(broker, asked);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a restored installation, and looks whether it has everything. */
async function expectWhole(place: { dataFolder: string; databaseUrl: string | undefined }): Promise<void> {
  await using restored = await startTestServer({ place });
  const broker = await clientAs(restored.server.address, 'broker');
  const { query } = restored.roomshot.database;
  expect(await verifyAudit(query)).toMatchObject({ intact: true });
  const snapshots = await query.selectFrom('snapshots').select(['id', 'room_id']).execute();
  expect(snapshots.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  const certificate = join(place.dataFolder, 'signing/signing-certificate.pem');
  const trusted = [await readFile(certificate, 'utf8')];
  expect(trusted[0]).toBe(
    await readFile(join(server.config.dataFolder, 'signing/signing-certificate.pem'), 'utf8'),
  );
  for (const { id, room_id } of snapshots) {
    // What was waited for when the backup was made is made now.
    const { snapshot } = await outcomeOf(broker, { id, room_id, task_id: `snapshot-${id}` });
    const { status, bytes } = await broker.download(snapshot.download_url);
    expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
    expect((await verifyFile(bytes, { trusted })).authentic).toBe(true);
  }
  const asked = await takeSnapshot(broker, await roomIdOf(broker, 'Chrysi Avgerini'), {
    snapshot_type: 'json',
  });
  expect(asked.task.status).toBe('completed');
}

test('a backup under load is whole in an embedded database elsewhere', async () => {
  const dataFolder = join(folder, 'embedded');
  const { tables, missing } = await restoreInstallation({ dataFolder, databaseUrl: undefined }, backup);
  expect(missing).toEqual([]);
  expect(tables.find(({ name }) => name === 'users')?.rows).toBe(7);
  await expectWhole({ dataFolder, databaseUrl: undefined });
});

test.skipIf(!inject('serverUrl'))('and on a PostgreSQL server', async () => {
  const name = `roomshot_restore_${process.pid}`;
  const databaseUrl = await createDatabase(inject('serverUrl'), name);
  const dataFolder = join(folder, 'server');
  await restoreInstallation({ dataFolder, databaseUrl }, backup);
  await expectWhole({ dataFolder, databaseUrl });
  const elsewhere = { dataFolder: join(folder, 'again'), databaseUrl };
  await expect(restoreInstallation(elsewhere, backup)).rejects.toMatchObject({ code: 'target_not_empty' });
  await dropDatabase(inject('serverUrl'), name);
});

/** Interrupts a restore on a server when its files are in their place. Returns where. */
async function interruptRestore(name: string) {
  const databaseUrl = await createDatabase(inject('serverUrl'), name);
  const dataFolder = join(folder, name);
  const watching = new AbortController();
  const appeared = (async () => {
    for await (const { filename } of watch(folder, { signal: watching.signal })) {
      if (filename === name && existsSync(dataFolder)) return;
    }
  })();
  await using restore = runCommand(['restore', backup], { dataFolder, databaseUrl });
  await Promise.race([appeared, restore.ended]);
  await restore.end('SIGKILL');
  watching.abort();
  return { dataFolder, databaseUrl };
}

test.skipIf(!inject('serverUrl')).each([
  ['before its rows were committed', true],
  ['afterwards', false],
])('a restore on a server that was killed %s is refused until it is done again', async (_, rowsAreLost) => {
  const name = `roomshot_killed_${process.pid}_${rowsAreLost}`;
  const place = await interruptRestore(name);
  await expect(openDatabase({ ...place, url: place.databaseUrl })).rejects.toMatchObject({
    code: 'restore_unfinished',
  });
  if (rowsAreLost) await createDatabase(inject('serverUrl'), name);
  await restoreInstallation(place, backup);
  await expectWhole(place);
  await dropDatabase(inject('serverUrl'), name);
});

test('a folder with something in it is not touched', async () => {
  const place = { dataFolder: folder, databaseUrl: undefined };
  await expect(restoreInstallation(place, backup)).rejects.toMatchObject({ code: 'target_not_empty' });
});

test.each([
  ['cut off', async (path: string) => truncate(path, (await stat(path)).size - 100)],
  ['something else', async (path: string) => writeFile(path, 'This is no backup.')],
])('a file that is %s restores nothing', async (_, spoil) => {
  const spoilt = join(folder, 'spoilt');
  await writeFile(spoilt, await readFile(backup));
  await spoil(spoilt);
  const dataFolder = join(folder, 'nothing');
  const restoring = restoreInstallation({ dataFolder, databaseUrl: undefined }, spoilt);
  await expect(restoring).rejects.toMatchObject({ code: 'backup_unreadable' });
  await expect(stat(dataFolder)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(stat(`${dataFolder}.restoring`)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('nothing is left of a backup when it is made', async () => {
  const { query } = server.roomshot.database;
  await expect.poll(() => query.selectFrom('blob_holds').select('id').execute()).toEqual([]);
});

test('the command writes a backup of a running server that only its owner can read', async () => {
  const path = join(folder, 'by-command');
  await using command = runCommand(['backup', path], server.config);
  expect(await command.ended).toMatchObject({ code: 0 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await using again = runCommand(['backup', path], server.config);
  expect(await again.ended).toMatchObject({ code: 1 });
  await using restore = runCommand(['restore', path], {
    dataFolder: join(folder, 'by-command.data'),
    databaseUrl: undefined,
  });
  expect([(await restore.ended).code, restore.output()]).toEqual([
    0,
    expect.stringContaining('All checks passed'),
  ]);
});
