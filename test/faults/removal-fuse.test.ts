import { randomBytes } from 'node:crypto';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readAudit } from '../../src/platform/audit/audit-log.ts';
import { captureLog } from '../support/captured-log.ts';
import type { Client } from '../support/client.ts';
import { runCommand } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { roomIdOf } from '../support/snapshots.ts';
import { ageBlobs, loseBlob } from '../support/stored-blobs.ts';

const DAY_MS = 86_400_000;

/** A server that stores no file, and whose database needs none. */
const test = serverTest.extend('bareServer', async ({ ownServer }): Promise<TestServer> => {
  await forgetFiles(ownServer);
  return ownServer;
});

/** Uploads files of documents, which the database then needs. */
async function upload(broker: Client, count: number): Promise<void> {
  const room = await roomIdOf(broker, 'Aegean Pearl');
  for (let made = 0; made < count; made++) {
    const { body } = await broker.post(`/rooms/${room}/documents`, { type_code: 'clc' });
    const form = new FormData();
    form.set('file', new Blob([randomBytes(1000)]), 'clc.pdf');
    const path = `/rooms/${room}/documents/${body.id}/file`;
    expect((await broker.open(path, { method: 'PUT', body: form })).status).toBe(200);
  }
}

async function putOrphans({ roomshot }: TestServer, count: number): Promise<void> {
  for (let made = 0; made < count; made++) await roomshot.blobs.put(randomBytes(1000));
}

async function countFiles({ roomshot }: TestServer): Promise<number> {
  let count = 0;
  for await (const page of roomshot.blobs.list()) count += page.length;
  return count;
}

/** Forgets the file of the demonstration, so that a test counts its own alone. */
async function forgetFiles(server: TestServer): Promise<void> {
  const { roomshot } = server;
  const none = { file_name: null, file_type: null, file_size: null, file_sha256: null };
  await roomshot.database.query.updateTable('documents').set(none).execute();
  for await (const page of roomshot.blobs.list()) {
    for (const { sha256 } of page) await loseBlob(server, sha256);
  }
}

const cleanUp = async (admin: Client, query = '') => (await admin.post(`/admin/cleanup${query}`)).body;
const orphans = (items: number, of: number) => [{ name: 'orphaned_files', items, bytes: items * 1000, of }];

test('more than half of all files are removed only if a person confirms their number', async ({
  bareServer,
}) => {
  const admin = await bareServer.as('admin');
  await upload(await bareServer.as('broker'), 2);
  await putOrphans(bareServer, 3);
  expect(await cleanUp(admin)).toMatchObject({ items: 0, held_back: [] });
  await ageBlobs(bareServer);
  const heldBack = { items: 0, bytes: 0, held_back: orphans(3, 5) };
  expect(await cleanUp(admin, '?dry_run=true')).toMatchObject(heldBack);
  expect(await cleanUp(admin)).toMatchObject(heldBack);
  expect(await cleanUp(admin, '?confirmed_files=2')).toMatchObject(heldBack);
  expect(await countFiles(bareServer)).toBe(5);
  expect(await cleanUp(admin, '?dry_run=true&confirmed_files=3')).toMatchObject({ items: 3, held_back: [] });
  expect(await cleanUp(admin, '?confirmed_files=3')).toMatchObject({ items: 3, held_back: [] });
  expect(await countFiles(bareServer)).toBe(2);
});

test('half of all files are removed without a person', async ({ bareServer }) => {
  await upload(await bareServer.as('broker'), 2);
  await putOrphans(bareServer, 2);
  await ageBlobs(bareServer);
  expect(await cleanUp(await bareServer.as('admin'))).toMatchObject({ items: 2, held_back: [] });
});

test('nothing is removed if no file is needed, even if most files are young', async ({ bareServer }) => {
  await putOrphans(bareServer, 1);
  await ageBlobs(bareServer);
  await putOrphans(bareServer, 9);
  const admin = await bareServer.as('admin');
  expect(await cleanUp(admin)).toMatchObject({ items: 0, held_back: orphans(1, 10) });
  expect(await countFiles(bareServer)).toBe(10);
});

test('files of a policy that empties the rooms are held back too', async ({ bareServer, setClockAhead }) => {
  const admin = await bareServer.as('admin');
  const broker = await bareServer.as('broker');
  const room = await roomIdOf(broker, 'Aegean Pearl');
  await broker
    .post(`/rooms/${room}/snapshots`, { snapshot_type: 'json' })
    .then(({ body }) => broker.get(`/snapshots/tasks/${body.task_id}?wait=60`));
  await admin.patch(`/rooms/${room}`, { snapshot_retention_days: 1 });
  setClockAhead(2 * DAY_MS);
  await ageBlobs(bareServer);
  const { clockTrust, database } = bareServer.roomshot;
  await clockTrust.confirm(database.query);
  const { steps, held_back } = await bareServer.roomshot.cleanup.run({ actor: 'system', dryRun: false });
  expect(steps.find(({ name }) => name === 'expired_snapshots')).toMatchObject({ items: 1 });
  expect(held_back).toMatchObject([{ name: 'orphaned_files', items: 1, of: 1 }]);
});

test('damaged files are held back if there are more of them than whole ones', async ({ bareServer }) => {
  const admin = await bareServer.as('admin');
  await upload(await bareServer.as('broker'), 1);
  const folder = join(bareServer.config.dataFolder, 'blobs/v1/corrupted');
  const longAgo = new Date(Date.now() - 31 * DAY_MS);
  for (const name of ['one', 'two']) {
    await writeFile(join(folder, name), 'damaged');
    await utimes(join(folder, name), longAgo, longAgo);
  }
  const held_back = [{ name: 'damaged_files', items: 2, bytes: 14, of: 3 }];
  expect(await cleanUp(admin)).toMatchObject({ items: 0, held_back });
  expect(await readdir(folder)).toHaveLength(2);
  expect(await cleanUp(admin, '?confirmed_files=2')).toMatchObject({ items: 2, held_back: [] });
});

test('what is held back is logged, audited once, and reported by the diagnosis', async () => {
  const captured = captureLog();
  await using server = await startTestServer({ log: captured.log });
  await forgetFiles(server);
  const admin = await server.as('admin');
  const finding = async () => {
    const { findings } = (await admin.get('/admin/diagnosis')).body;
    return findings.find(({ check }: { check: string }) => check === 'clean_up');
  };
  await putOrphans(server, 1);
  await ageBlobs(server);
  for (let night = 0; night < 2; night++)
    await server.roomshot.cleanup.run({ actor: 'system', dryRun: false });
  const said = captured.lines().filter(({ held_back }) => held_back !== undefined);
  expect(said).toHaveLength(2);
  expect(said[0]).toMatchObject({ level: 'error', msg: expect.stringContaining('--confirm-files') });
  const entries = await readAudit(server.roomshot.database.query, { limit: 100_000 });
  expect(entries.filter(({ action }) => action === 'cleanup_held_back')).toMatchObject([
    { actor: 'system', detail: { name: 'orphaned_files', items: 1, of: 1 } },
  ]);
  expect(await finding()).toMatchObject({
    level: 'warning',
    remedy: expect.stringContaining('--confirm-files 1'),
  });
  await cleanUp(admin, '?confirmed_files=1');
  expect(await finding()).toMatchObject({ level: 'ok' });
});

test('the command says what is held back and how to confirm it', async ({ ownPlace }) => {
  await using server = await startTestServer({ place: ownPlace });
  await forgetFiles(server);
  await putOrphans(server, 1);
  await ageBlobs(server);
  await using refused = runCommand(['cleanup'], ownPlace);
  expect(await refused.ended).toMatchObject({ code: 1 });
  expect(refused.output()).toContain('Held back: 1 of 1 files');
  expect(refused.output()).toContain('roomshot cleanup --confirm-files 1');
  expect(await countFiles(server)).toBe(1);
  await using confirmed = runCommand(['cleanup', '--confirm-files', '1'], ownPlace);
  expect(await confirmed.ended).toMatchObject({ code: 0 });
  expect(await countFiles(server)).toBe(0);
});
