import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDifference } from '../../src/cli/diff-command.ts';
import { systemClock } from '../../src/platform/kernel/clock.ts';
import type { Client } from '../support/client.ts';
import { checkPdf, hasPdfTools, pdfText } from '../support/pdf-tools.ts';
import { openRoom } from '../support/rooms.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

let server: TestServer;
let broker: Client;
let roomId: string;
let documentId: string;
let earlier: string;
/** Milliseconds that the server's clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  server = await startTestServer({ clock: () => new Date(systemClock().getTime() + ahead) });
  broker = await server.as('broker');
  roomId = await roomIdOf(broker, 'Aegean Pearl');
  earlier = (await takeSnapshot(broker, roomId, { snapshot_type: 'json' })).snapshot.id;
  const { body } = await broker.get(`/rooms/${roomId}/documents`);
  documentId = body.items[0].id;
  await broker.patch(`/rooms/${roomId}/documents/${documentId}`, { notes: '在船上看到' });
});
afterAll(() => server[Symbol.asyncDispose]());

const NOTE = /: note (.+ → )?“在船上看到”$/;

test('an answer names the snapshot that it is compared with, and null without', async () => {
  const { snapshot } = await takeSnapshot(broker, roomId, { snapshot_type: 'json', compare_to: earlier });
  expect(snapshot).toMatchObject({ status: 'completed', compare_to: earlier });
  const plain = await takeSnapshot(broker, roomId, { snapshot_type: 'json' });
  expect(plain.snapshot.compare_to).toBeNull();
});

test('the JSON record has the changes as the API says them', async () => {
  const { snapshot } = await takeSnapshot(broker, roomId, { snapshot_type: 'json', compare_to: earlier });
  const { bytes } = await broker.download(snapshot.download_url);
  const { changes } = JSON.parse(bytes.toString()).content;
  const { body } = await broker.get(`/rooms/${roomId}/snapshots/${earlier}/diff/${snapshot.id}`);
  const { before, after, ...difference } = body;
  const { id, created_at, revision, state_hash } = before;
  const since = { snapshot_id: id, taken_at: created_at, revision, state_hash };
  expect(changes).toEqual({ since, ...difference });
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(bytes)]), 'record.json');
  const verified = await server.anonymous.open('/verify', { method: 'POST', body: form });
  expect(await verified.json()).toMatchObject({
    authentic: true,
    findings: expect.arrayContaining([expect.objectContaining({ code: 'state_matches', ok: true })]),
  });
  expect(changes.documents).toMatchObject([
    { subject: { id: documentId }, text: expect.stringMatching(NOTE) },
  ]);
});

test('the CSV record has them as a table', async () => {
  const { snapshot } = await takeSnapshot(broker, roomId, { snapshot_type: 'csv', compare_to: earlier });
  const files = unzipSync((await broker.download(snapshot.download_url)).bytes);
  const rows = Buffer.from(files['changes.csv'] ?? [])
    .toString()
    .split('\r\n');
  expect(rows[0]).toContain('section,kind,id,name,field,before,after,text');
  expect(rows.filter((row) => row.includes(`,documents,changed,${documentId},`))).toHaveLength(1);
  expect(rows.filter((row) => row.includes(',activity,added,'))).toHaveLength(1);
});

test.skipIf(!hasPdfTools('pdftotext', 'qpdf'))('the PDF record has them right after page one', async () => {
  const { snapshot } = await takeSnapshot(broker, roomId, {
    compare_to: earlier,
    include_approvals: false,
  });
  const { bytes } = await broker.download(snapshot.download_url);
  const text = pdfText(bytes);
  const place = (words: string): number => text.indexOf(words);
  expect(text).toContain(`Since snapshot ${earlier}, taken `);
  expect(text).toMatch(/→ Changed .*: note (.+ → )?“在船上看到”/s);
  expect(text).toContain('Activity: one new entry');
  expect(text).toContain('Approvals are not compared');
  expect(place('1 Changes')).toBeGreaterThan(0);
  expect(place('2 Operation')).toBeGreaterThan(place('1 Changes'));
  expect(checkPdf(bytes)).toContain('No syntax or stream encoding errors');
});

describe('the edition', () => {
  const compared = { snapshot_type: 'json', compare_to: '' };
  const editionOf = async (id: string): Promise<string | null | undefined> =>
    (
      await server.roomshot.database.query
        .selectFrom('snapshots')
        .select('edition_key')
        .where('id', '=', id)
        .executeTakeFirst()
    )?.edition_key;

  test('is shared by equal comparisons and by nothing else', async () => {
    const other = (await takeSnapshot(broker, roomId, { snapshot_type: 'json' })).snapshot;
    const wanted = [earlier, earlier, other.id, null];
    const keys: (string | null | undefined)[] = [];
    for (const compare_to of wanted) {
      keys.push(
        await editionOf((await takeSnapshot(broker, roomId, { ...compared, compare_to })).snapshot.id),
      );
    }
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });

  test('is rendered once for 50 simultaneous requests', async () => {
    const sections = { include_activity: false, include_approvals: false };
    const { misses } = server.roomshot.records.editions.statistics();
    const made = await Promise.all(
      Array.from({ length: 50 }, () =>
        takeSnapshot(broker, roomId, { ...compared, ...sections, compare_to: earlier }),
      ),
    );
    expect(made.map(({ task }) => task.status)).toEqual(Array(50).fill('completed'));
    expect(server.roomshot.records.editions.statistics().misses).toBe(misses + 1);
  });
});

test('outlives the snapshot that it is compared with, and takes its state along at the end', async () => {
  const admin = await server.as('admin');
  const { path, id } = await openRoom(broker);
  const old = (await takeSnapshot(broker, id, { snapshot_type: 'json' })).snapshot;
  await broker.patch(path, { poac: 'Ελένη' });
  const { snapshot } = await takeSnapshot(broker, id, { snapshot_type: 'json', compare_to: old.id });
  expect((await admin.delete(`${path}/snapshots/${old.id}`)).status).toBe(200);

  const { query } = server.roomshot.database;
  const file = await query
    .selectFrom('snapshots')
    .select(['edition_key', 'edition_sha256'])
    .where('id', '=', snapshot.id)
    .executeTakeFirstOrThrow();
  server.roomshot.records.editions.forget(file.edition_key ?? '');
  await server.roomshot.blobs.remove(file.edition_sha256 ?? '', { minAgeMs: 0 });
  const restored = await broker.download(snapshot.download_url);
  expect(restored.status).toBe(200);
  expect(JSON.parse(restored.bytes.toString()).content.changes.since.snapshot_id).toBe(old.id);
  expect((await broker.get(`${path}/snapshots/${snapshot.id}`)).body.compare_to).toBe(old.id);

  const states = async () =>
    (await query.selectFrom('room_states').select('hash').where('room_id', '=', id).execute()).length;
  expect(await states()).toBe(2);
  await admin.delete(`${path}/snapshots/${snapshot.id}`);
  expect(await states()).toBe(0);
});

test('does not keep a room from being deleted', async () => {
  const { path, id } = await openRoom(broker);
  const { snapshot } = await takeSnapshot(broker, id, { snapshot_type: 'json' });
  await broker.patch(path, { poac: '김민준' });
  await takeSnapshot(broker, id, { snapshot_type: 'json', compare_to: snapshot.id });
  expect((await (await server.as('admin')).delete(path)).status).toBe(200);
});

describe('is refused', () => {
  const ask = (room: string, compare_to: unknown) => broker.post(`/rooms/${room}/snapshots`, { compare_to });

  test('for what is no snapshot of the room', async () => {
    const foreign = await roomIdOf(broker, 'Chrysi Avgerini');
    const nowhere = '00000000-0000-4000-8000-000000000000';
    for (const [room, id] of [
      [foreign, earlier],
      [roomId, nowhere],
      [roomId, 'x'],
      [roomId, ''],
    ] as const) {
      expect(await ask(room, id)).toMatchObject({
        status: 422,
        body: {
          code: 'compare_to_not_found',
          detail: 'There is no such snapshot of this room to compare with. Give the id of one in compare_to.',
        },
      });
    }
  });

  test('for a snapshot that is newer, as after a clock was set back', async () => {
    ahead = 3_600_000;
    const later = (await broker.post(`/rooms/${roomId}/snapshots`, { snapshot_type: 'json' })).body.id;
    ahead = 0;
    expect(await ask(roomId, later)).toMatchObject({ status: 422, body: { code: 'compare_to_newer' } });
  });
});

test('roomshot diff prints the sentences without a server', async () => {
  await using other = await startTestServer();
  const client = await other.as('broker');
  const room = await roomIdOf(client, 'Aegean Pearl');
  const ids: string[] = [];
  for (const poac of ['김민준', 'Ελένη\u202e']) {
    await client.patch(`/rooms/${room}`, { poac });
    ids.push((await takeSnapshot(client, room, { snapshot_type: 'json' })).snapshot.id);
  }
  await other.server.stop();
  await other.roomshot[Symbol.asyncDispose]();
  const text = await describeDifference(other.config, room, [ids[0] ?? '', ids[1] ?? '']);
  expect(text.split('\n')[0]).toBe('Person in overall advisory control: 김민준 → Ελένη[U+202E]');
});
