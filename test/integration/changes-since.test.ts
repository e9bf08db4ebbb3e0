import { unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { describeDifference } from '../../src/cli/diff-command.ts';
import type { Client } from '../support/client.ts';
import { checkPdf, hasPdfTools, pdfText } from '../support/pdf-tools.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';
import { loseBlob } from '../support/stored-blobs.ts';

const test = serverTest.extend('changed', { scope: 'file' }, async ({ broker, readyRoom }) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  const { body } = await broker.get(`/rooms/${readyRoom}/documents`);
  const documentId: string = body.items[0].id;
  await broker.patch(`/rooms/${readyRoom}/documents/${documentId}`, { notes: '在船上看到' });
  return { earlier: snapshot.id as string, documentId };
});

const NOTE = /: note (.+ → )?“在船上看到”$/;

test('an answer names the snapshot that it is compared with, and null without', async ({
  broker,
  readyRoom,
  changed: { earlier },
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json', compare_to: earlier });
  expect(snapshot).toMatchObject({ status: 'completed', compare_to: earlier });
  const plain = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  expect(plain.snapshot.compare_to).toBeNull();
});

test('the JSON record has the changes as the API says them', async ({
  server,
  broker,
  readyRoom,
  changed: { documentId, earlier },
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json', compare_to: earlier });
  const { bytes } = await broker.download(snapshot.download_url);
  const { changes } = JSON.parse(bytes.toString()).content;
  const { body } = await broker.get(`/rooms/${readyRoom}/snapshots/${earlier}/diff/${snapshot.id}`);
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

test('the CSV record has them as a table', async ({
  broker,
  readyRoom,
  changed: { documentId, earlier },
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'csv', compare_to: earlier });
  const files = unzipSync((await broker.download(snapshot.download_url)).bytes);
  const rows = Buffer.from(files['changes.csv'] ?? [])
    .toString()
    .split('\r\n');
  expect(rows[0]).toContain('section,kind,id,name,field,before,after,text');
  expect(rows.filter((row) => row.includes(`,documents,changed,${documentId},`))).toHaveLength(1);
  expect(rows.filter((row) => row.includes(',activity,added,'))).toHaveLength(1);
});

test.skipIf(!hasPdfTools('pdftotext', 'qpdf'))(
  'the PDF record has them right after page one',
  async ({ broker, readyRoom, changed: { earlier } }) => {
    const { snapshot } = await takeSnapshot(broker, readyRoom, {
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
  },
);

describe('the edition', () => {
  const compared = { snapshot_type: 'json', compare_to: '' };
  const editionOf = async (server: TestServer, id: string): Promise<string | null | undefined> =>
    (
      await server.roomshot.database.query
        .selectFrom('snapshots')
        .select('edition_key')
        .where('id', '=', id)
        .executeTakeFirst()
    )?.edition_key;

  test('is shared by equal comparisons and by nothing else', async ({
    server,
    broker,
    readyRoom,
    changed: { earlier },
  }) => {
    const other = (await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' })).snapshot;
    const wanted = [earlier, earlier, other.id, null];
    const keys: (string | null | undefined)[] = [];
    for (const compare_to of wanted) {
      keys.push(
        await editionOf(
          server,
          (await takeSnapshot(broker, readyRoom, { ...compared, compare_to })).snapshot.id,
        ),
      );
    }
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });

  test('is rendered once for 50 simultaneous requests', async ({
    server,
    broker,
    readyRoom,
    changed: { earlier },
  }) => {
    const sections = { include_activity: false, include_approvals: false };
    const { misses } = server.roomshot.records.editions.statistics();
    const made = await Promise.all(
      Array.from({ length: 50 }, () =>
        takeSnapshot(broker, readyRoom, { ...compared, ...sections, compare_to: earlier }),
      ),
    );
    expect(made.map(({ task }) => task.status)).toEqual(Array(50).fill('completed'));
    expect(server.roomshot.records.editions.statistics().misses).toBe(misses + 1);
  });
});

test('outlives the snapshot that it is compared with, and takes its state along at the end', async ({
  server,
  broker,
  admin,
  newRoom: { path, id },
}) => {
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
  await loseBlob(server, file.edition_sha256 ?? '');
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

test('does not keep a room from being deleted', async ({ broker, admin, newRoom: { path, id } }) => {
  const { snapshot } = await takeSnapshot(broker, id, { snapshot_type: 'json' });
  await broker.patch(path, { poac: '김민준' });
  await takeSnapshot(broker, id, { snapshot_type: 'json', compare_to: snapshot.id });
  expect((await admin.delete(path)).status).toBe(200);
});

describe('is refused', () => {
  const ask = (broker: Client, room: string, compare_to: unknown) =>
    broker.post(`/rooms/${room}/snapshots`, { compare_to });

  test('for what is no snapshot of the room', async ({ broker, readyRoom, changed: { earlier } }) => {
    const foreign = await roomIdOf(broker, 'Chrysi Avgerini');
    const nowhere = '00000000-0000-4000-8000-000000000000';
    for (const [room, id] of [
      [foreign, earlier],
      [readyRoom, nowhere],
      [readyRoom, 'x'],
      [readyRoom, ''],
    ] as const) {
      expect(await ask(broker, room, id)).toMatchObject({
        status: 422,
        body: {
          code: 'compare_to_not_found',
          detail: 'The room has no snapshot with the id in compare_to.',
        },
      });
    }
  });

  test('for a snapshot that is newer, as after a clock was set back', async ({
    broker,
    readyRoom,
    setClockAhead,
  }) => {
    setClockAhead(3_600_000);
    const later = (await broker.post(`/rooms/${readyRoom}/snapshots`, { snapshot_type: 'json' })).body.id;
    setClockAhead(0);
    expect(await ask(broker, readyRoom, later)).toMatchObject({
      status: 422,
      body: { code: 'compare_to_newer' },
    });
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
