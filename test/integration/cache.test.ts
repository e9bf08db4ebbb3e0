import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { findEdition } from '../../src/records/editions/edition-store.ts';
import { completeTasks } from '../../src/records/snapshots/completion-store.ts';
import { requireSnapshot } from '../../src/records/snapshots/snapshot-store.ts';
import { verifyFile } from '../../src/records/verification/verify.ts';
import { test as serverTest } from '../support/server-test.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

/** The tests share a server, and each begins with an empty cache. */
const test = serverTest.extend('emptyCache', { auto: true }, async ({ admin }) => {
  await admin.delete('/admin/cache/editions');
});

async function keyOf(database: Database, snapshotId: string): Promise<string> {
  const row = await database.query
    .selectFrom('snapshots')
    .select('edition_key')
    .where('id', '=', snapshotId)
    .executeTakeFirstOrThrow();
  return row.edition_key ?? '';
}

test('its statistics agree with what was done', async ({ ownServer }) => {
  const [admin, broker] = [await ownServer.as('admin'), await ownServer.as('broker')];
  const room = await roomIdOf(broker, 'Aegean Pearl');
  const { body: before } = await admin.get('/admin/cache');
  expect(before).toMatchObject({ disk: { entries: 0, bytes: 0 }, misses: 0, hit_rate_percent: null });
  await takeSnapshot(broker, room, { snapshot_type: 'json' });
  await takeSnapshot(broker, room, { snapshot_type: 'json' });
  await admin.post('/admin/cache/warm', { room_ids: [room], types: ['csv'] });
  const { body } = await admin.get('/admin/cache');
  expect(body).toMatchObject({
    memory: { entries: 2, hits: 1, evictions: 0 },
    disk: { entries: 2, unused_entries: 1, hits: 0 },
    misses: 2,
    hit_rate_percent: 33.3,
  });
  expect(body.disk.unused_bytes).toBeLessThan(body.disk.bytes);
});

test.for(['pdf', 'json', 'csv'])(
  'invalidating breaks no snapshot (%s)',
  async (snapshot_type, { server, database, admin, broker, readyRoom }) => {
    const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type });
    const key = await keyOf(database, snapshot.id);
    expect((await admin.delete(`/admin/cache/editions/${key}`)).body).toEqual({ invalidated: 1 });
    expect((await admin.delete(`/admin/cache/editions/${key}`)).status).toBe(404);
    const again = await takeSnapshot(broker, readyRoom, { snapshot_type });
    const { bytes } = await broker.download(snapshot.download_url);
    expect(sha256(bytes)).toBe(snapshot.sha256);
    expect(again.task.result.was_cached).toBe(false);
    expect(await keyOf(database, again.snapshot.id)).toBe(key);
    const { authentic } = await verifyFile((await broker.download(again.snapshot.download_url)).bytes, {
      trusted: [await readFile(join(server.config.dataFolder, 'signing/signing-certificate.pem'), 'utf8')],
    });
    expect(authentic).toBe(true);
  },
);

test('what was invalidated does not come back with the download of an old snapshot', async ({
  admin,
  broker,
  readyRoom,
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  await admin.delete('/admin/cache/editions');
  expect((await broker.download(snapshot.download_url)).status).toBe(200);
  const { task } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  expect(task.result.was_cached).toBe(false);
});

test('what was invalidated does not come back with a snapshot that was being made', async ({
  database,
  admin,
  broker,
  readyRoom,
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  const key = await keyOf(database, snapshot.id);
  await admin.delete('/admin/cache/editions');
  const { query } = database;
  const { file, ...made } = await requireSnapshot(query, readyRoom, snapshot.id);
  const taskId = `snapshot-${snapshot.id}`;
  await query.updateTable('tasks').set({ status: 'running' }).where('id', '=', taskId).execute();
  await query.deleteFrom('seals').where('snapshot_id', '=', snapshot.id).execute();
  const lease = { taskId, attempt: 1, timeoutSeconds: 60 };
  await database.transaction(async (tx) => {
    if (!file) throw new Error('The snapshot has no file.');
    const seal = Buffer.from('a seal');
    const completion = { lease, snapshot: { ...made, file }, file, seal, wasCached: true };
    expect(await completeTasks(tx, [completion], new Date())).toEqual(new Set([taskId]));
  });
  expect(await findEdition(query, key)).toBeUndefined();
});

test('a snapshot of an older renderer survives a cleared cache', async ({
  server,
  database,
  admin,
  broker,
  readyRoom,
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  // As if another version of the templates had made it: nobody can make these bytes again.
  const { query } = database;
  const olderKey = 'f'.repeat(64);
  await query.updateTable('editions').set({ key: olderKey }).execute();
  await query.updateTable('snapshots').set({ edition_key: olderKey }).where('id', '=', snapshot.id).execute();
  expect((await admin.delete('/admin/cache/editions')).body).toEqual({ invalidated: 1 });
  await server.roomshot.cleanup.run({ actor: 'system', dryRun: false });
  const { status, bytes } = await broker.download(snapshot.download_url);
  expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
});

test('a room is invalidated without the others', async ({ admin, readyRoom, largeRoom }) => {
  await admin.post('/admin/cache/warm', { room_ids: [readyRoom, largeRoom], types: ['json'] });
  expect((await admin.delete(`/admin/cache/rooms/${readyRoom}`)).body).toEqual({ invalidated: 1 });
  const { items } = (await admin.get('/admin/cache/editions')).body;
  expect(items).toMatchObject([{ room_id: largeRoom, snapshots: 0 }]);
  expect((await admin.delete('/admin/cache/rooms/nonsense')).status).toBe(404);
});

test('editions are listed by size and by age, page by page', async ({ admin, readyRoom }) => {
  await admin.post('/admin/cache/warm', { room_ids: [readyRoom], types: ['pdf', 'json', 'csv'] });
  const walk = async (order: string) => {
    const found: { size: number; last_used_at: string }[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await admin.get(
        `/admin/cache/editions?order=${order}&limit=1${cursor && `&cursor=${cursor}`}`,
      );
      found.push(...body.items);
      cursor = body.next_cursor;
    }
    return found;
  };
  const sizes = (await walk('size')).map(({ size }) => size);
  expect(sizes).toHaveLength(3);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  const ages = (await walk('age')).map(({ last_used_at }) => last_used_at);
  expect(ages).toHaveLength(3);
  expect(ages).toEqual(ages.toSorted());
  expect((await admin.get('/admin/cache/editions?cursor=nonsense')).status).toBe(422);
});

test('a warmed room has its next snapshot from the cache', async ({ admin, broker, readyRoom }) => {
  const { body } = await admin.post('/admin/cache/warm', { room_ids: [readyRoom] });
  expect(body.items).toMatchObject([{ room_id: readyRoom, type: 'pdf', rendered: true }]);
  const { task } = await takeSnapshot(broker, readyRoom);
  expect(task.result.was_cached).toBe(true);
  const nowhere = '00000000-0000-4000-8000-000000000000';
  expect((await admin.post('/admin/cache/warm', { room_ids: [nowhere] })).status).toBe(404);
});
