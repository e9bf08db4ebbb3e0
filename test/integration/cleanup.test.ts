import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChainedEntry } from '../../src/platform/audit/audit-chain.ts';
import { readAudit } from '../../src/platform/audit/audit-log.ts';
import { holdBlobs } from '../../src/platform/blobs/blob-hold-store.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import type { Client } from '../support/client.ts';
import { clientAs } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';
import { ageBlobs } from '../support/stored-blobs.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Client;
let broker: Client;
let room: string;
/** How far the clock of the server is ahead. */
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  server = await startTestServer({ clock: () => new Date(Date.now() + ahead) });
  admin = await server.as('admin');
  broker = await server.as('broker');
  room = await roomIdOf(broker, 'Aegean Pearl');
  await uploadFiles();
});
afterEach(() => server[Symbol.asyncDispose]());

/** Uploads files that the database needs. Without them, the fuse would hold back the orphans of these tests. */
async function uploadFiles(): Promise<void> {
  const other = await roomIdOf(broker, 'Fujairah');
  const { body } = await broker.get(`/rooms/${other}/documents`);
  for (const { id } of body.items.slice(0, 2)) {
    const form = new FormData();
    form.set('file', new Blob([randomBytes(1000)]), 'file.pdf');
    const path = `/rooms/${other}/documents/${id}/file`;
    expect((await broker.open(path, { method: 'PUT', body: form })).status).toBe(200);
  }
}

/** What the steps removed, by their names; nothing of those that found nothing. */
async function cleanUp(dryRun = false): Promise<Record<string, number>> {
  const { cleanup, clockTrust, database } = server.roomshot;
  // Blobs get old by the clock of the database, which these tests do not set.
  await ageBlobs(server);
  // These tests set the clock, so a person has to say that it is right.
  await clockTrust.confirm(database.query);
  const { steps } = await cleanup.run({ actor: 'admin@roomshot.example', dryRun });
  return Object.fromEntries(steps.filter(({ items }) => items > 0).map(({ name, items }) => [name, items]));
}

const stored = async (): Promise<string[]> => {
  const names: string[] = [];
  for await (const page of server.roomshot.blobs.list()) names.push(...page.map((blob) => blob.sha256));
  return names;
};

async function entriesOf(action: string): Promise<ChainedEntry[]> {
  const entries = await readAudit(server.roomshot.database.query, { limit: 100_000 });
  return entries.filter((entry) => entry.action === action);
}

test('what a snapshot needs is never removed, however old', async () => {
  const taken = await Promise.all(
    ['pdf', 'json', 'csv'].map((snapshot_type) => takeSnapshot(broker, room, { snapshot_type })),
  );
  ahead = 1000 * DAY_MS;
  expect(await cleanUp()).toMatchObject({ finished_tasks: 3 });
  ahead = 0;
  // The clean-up has ended the sessions of the past.
  broker = await clientAs(server.server.address, 'broker');
  server.roomshot.records.editions.forgetAll();
  for (const { snapshot } of taken) {
    const { status, bytes } = await broker.download(snapshot.download_url);
    expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
  }
});

test('a deleted snapshot leaves nothing behind', async () => {
  const before = await stored();
  const { snapshot } = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  await admin.delete(`/rooms/${room}/snapshots/${snapshot.id}`);
  expect(await stored()).toHaveLength(before.length + 1);
  ahead = 2 * 3_600_000;
  expect(await cleanUp()).toEqual({ orphaned_files: 1 });
  expect(await stored()).toEqual(before);
  const [entry] = await entriesOf('cleanup_done');
  expect(entry).toMatchObject({
    actor: 'admin@roomshot.example',
    detail: { items: 1, removed: { orphaned_files: 1 } },
  });
});

test('a dry run reports the same and changes nothing', async () => {
  await takeSnapshot(broker, room, { snapshot_type: 'json' });
  await admin.patch(`/rooms/${room}`, { snapshot_retention_days: 1 });
  ahead = 40 * DAY_MS;
  const reported = await cleanUp(true);
  expect(reported).toMatchObject({ expired_snapshots: 1, orphaned_files: 1 });
  expect(await entriesOf('cleanup_done')).toEqual([]);
  expect(await entriesOf('snapshot_deleted')).toEqual([]);
  expect(await cleanUp()).toEqual(reported);
  expect(await cleanUp()).toEqual({});
});

test('snapshots go only by the policy of their room, each with an entry', async () => {
  const other = await roomIdOf(broker, 'Chrysi Avgerini');
  const { snapshot: old } = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  const { snapshot: kept } = await takeSnapshot(broker, other, { snapshot_type: 'json' });
  const { body: before } = await broker.get(`/rooms/${room}`);
  const { status, body: after } = await admin.patch(`/rooms/${room}`, { snapshot_retention_days: 7 });
  expect([status, after.snapshot_retention_days, after.revision]).toEqual([200, 7, before.revision]);
  expect(await entriesOf('snapshot_retention_changed')).toMatchObject([
    { roomId: room, detail: { snapshot_retention_days: { old: null, new: 7 } } },
  ]);
  ahead = 6 * DAY_MS;
  expect(await cleanUp()).not.toHaveProperty('expired_snapshots');
  ahead = 8 * DAY_MS;
  expect(await cleanUp()).toMatchObject({ expired_snapshots: 1 });
  ahead = 0;
  // The clean-up has ended the sessions of the past.
  broker = await clientAs(server.server.address, 'broker');
  expect((await broker.get(`/rooms/${room}/snapshots/${old.id}`)).status).toBe(404);
  expect((await broker.download(kept.download_url)).status).toBe(200);
  expect(await entriesOf('snapshot_deleted')).toMatchObject([
    { actor: 'system', roomId: room, detail: { snapshot_id: old.id, snapshot_retention_days: 7 } },
  ]);
});

test('a retention policy does not change the edition that the room has', async () => {
  const first = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  await admin.patch(`/rooms/${room}`, { snapshot_retention_days: 365 });
  const second = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  expect(second.task.result.was_cached).toBe(true);
  expect(second.snapshot.state_hash).toBe(first.snapshot.state_hash);
  expect((await broker.patch(`/rooms/${room}`, { snapshot_retention_days: 0 })).status).toBe(422);
  const viewer = await server.as('viewer');
  expect((await viewer.patch(`/rooms/${room}`, { snapshot_retention_days: 1 })).status).toBe(403);
});

test('only administrators can shorten the time for which snapshots are kept', async () => {
  const set = async (client: Client, days: number | null) => {
    const { status, body } = await client.patch(`/rooms/${room}`, { snapshot_retention_days: days });
    return [status, body.code ?? body.snapshot_retention_days];
  };
  await takeSnapshot(broker, room, { snapshot_type: 'json' });
  const refused = [403, 'retention_not_shortened'];
  expect(await set(broker, 1)).toEqual(refused);
  expect(await set(broker, 36_500)).toEqual(refused);
  expect(await set(admin, 30)).toEqual([200, 30]);
  expect(await set(broker, 29)).toEqual(refused);
  expect(await set(broker, 31)).toEqual([200, 31]);
  expect(await set(broker, null)).toEqual([200, null]);
  expect(await set(broker, 31)).toEqual(refused);
  ahead = 40 * DAY_MS;
  expect(await cleanUp()).not.toHaveProperty('expired_snapshots');
});

test('unused editions are limited by age and by bytes', async () => {
  await admin.post('/admin/cache/warm', { room_ids: [room], types: ['json', 'csv'] });
  ahead = 29 * DAY_MS;
  expect(await cleanUp()).not.toHaveProperty('unused_editions');
  ahead = 31 * DAY_MS;
  expect(await cleanUp()).toMatchObject({ unused_editions: 2, orphaned_files: 2 });
});

test('a backup that is under way keeps every file', async () => {
  const { snapshot } = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  await admin.delete(`/rooms/${room}/snapshots/${snapshot.id}`);
  ahead = 2 * 3_600_000;
  const { database } = server.roomshot;
  await holdBlobs(
    database.query,
    '00000000-0000-4000-8000-000000000001',
    new Date(Date.now() + ahead + 60_000),
  );
  expect(await cleanUp()).toEqual({});
  ahead += 120_000;
  expect(await cleanUp()).toEqual({ blob_holds: 1, orphaned_files: 1 });
});

test('old unfinished and damaged files go, young ones stay', async () => {
  const folder = join(server.config.dataFolder, 'blobs/v1');
  for (const name of ['incoming/old', 'incoming/young', 'corrupted/old', 'corrupted/young']) {
    await writeFile(join(folder, name), 'half');
  }
  const longAgo = new Date(Date.now() - 31 * DAY_MS);
  for (const name of ['incoming/old', 'corrupted/old']) await utimes(join(folder, name), longAgo, longAgo);
  const spool = join(server.config.dataFolder, '.backup-spool-died');
  await mkdir(spool);
  await utimes(spool, longAgo, longAgo);
  expect(await cleanUp()).toEqual({ unfinished_files: 1, unfinished_backups: 1, damaged_files: 1 });
  expect(await readdir(server.config.dataFolder)).not.toContain('.backup-spool-died');
  expect(await readdir(join(folder, 'incoming'))).toEqual(['young']);
  expect(await readdir(join(folder, 'corrupted'))).toEqual(['young']);
});

test('an edition that nothing stood on survives when a snapshot comes to stand on it', async () => {
  const { blobs } = server.roomshot;
  await admin.post('/admin/cache/warm', { room_ids: [room], types: ['json'] });
  const [warmed] = (await admin.get('/admin/cache/editions')).body.items;
  await ageBlobs(server);
  const { snapshot, task } = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  expect(task.result.was_cached).toBe(true);
  // Somebody who saw it unused before comes to remove it now.
  expect(await blobs.remove(warmed.sha256)).toBe(false);
  server.roomshot.records.editions.forgetAll();
  expect((await broker.download(snapshot.download_url)).status).toBe(200);
});

test('over HTTP it answers with what it removed', async () => {
  const { status, body } = await admin.post('/admin/cleanup?dry_run=true');
  expect(status).toBe(200);
  expect(body).toMatchObject({ dry_run: true, items: 0, bytes: 0 });
  expect(body.steps.map(({ name }: { name: string }) => name)).toContain('orphaned_files');
  expect((await admin.post('/admin/cleanup', { surprise: true })).status).toBe(422);
});

test('a dry run walks over files without keeping anybody from writing', async () => {
  await takeSnapshot(broker, room, { snapshot_type: 'json' });
  const { blobs, leftovers, database, cleanup } = server.roomshot;
  let written = 0;
  // The embedded engine does one transaction at a time: this would wait for ever for one that is open.
  const write = () =>
    database.transaction(async (tx) => {
      await holdBlobs(tx, randomUUID(), new Date(0));
      written++;
    });
  const { list } = blobs;
  const { removeUnfinished, removeQuarantined } = leftovers;
  using _list = vi.spyOn(blobs, 'list').mockImplementation(async function* (which) {
    for await (const page of list({ ...which, pageSize: 1 })) {
      await write();
      yield page;
    }
  });
  using _unfinished = vi.spyOn(leftovers, 'removeUnfinished').mockImplementation(async (...which) => {
    await write();
    return removeUnfinished(...which);
  });
  using _quarantined = vi.spyOn(leftovers, 'removeQuarantined').mockImplementation(async (...which) => {
    await write();
    return removeQuarantined(...which);
  });
  ahead = 2 * 3_600_000;
  await cleanup.run({ actor: 'system', dryRun: true });
  expect(written).toBeGreaterThanOrEqual(4);
});
