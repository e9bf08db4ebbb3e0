import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import type { Queryable } from '../../src/platform/db/database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import {
  deleteSnapshotRows,
  requireSnapshot,
  setSnapshotStatus,
} from '../../src/records/snapshots/snapshot-store.ts';
import { endTask } from '../../src/records/snapshots/task-store.ts';
import { type Client, createClient } from '../support/client.ts';
import { test } from '../support/server-test.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

/** Resolves once a transaction waits for another one. */
async function untilSomebodyWaits(query: Queryable): Promise<void> {
  const waiting = sql`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await waiting.execute(query)).rows.length).toBeGreaterThan(0);
}

describe('asking for a snapshot', () => {
  test('answers at once with everything a client needs to follow it', async ({ broker, readyRoom }) => {
    const { status, headers, body } = await broker.post(`/rooms/${readyRoom}/snapshots`, {
      title: '  At anchor ',
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/rooms/${readyRoom}/snapshots/${body.id}`);
    expect(Object.keys(body).slice(0, 8)).toEqual([
      'id',
      'title',
      'created_by',
      'created_at',
      'status',
      'file_size',
      'snapshot_type',
      'download_url',
    ]);
    expect(body).toMatchObject({
      title: 'At anchor',
      created_by: 'broker@roomshot.example',
      created_by_name: expect.stringMatching(/^\S+ \S+/),
      status: 'generating',
      file_size: 0,
      snapshot_type: 'pdf',
      task_id: `snapshot-${body.id}`,
    });
  });

  test.for([undefined, null, '', '   '])(
    'names a record without a title (%j) by its time',
    async (title, { broker, readyRoom }) => {
      const { body } = await broker.post(`/rooms/${readyRoom}/snapshots`, { title });
      const minute = body.created_at.slice(0, 16).replace('T', ' ');
      expect(body.title).toBe(`Room Status Snapshot - ${minute}`);
    },
  );

  test('refuses an unknown type as the reference does', async ({ broker, readyRoom }) => {
    const { status, body } = await broker.post(`/rooms/${readyRoom}/snapshots`, { snapshot_type: 'xml' });
    expect(status).toBe(400);
    expect(body.detail).toBe('Invalid snapshot type. Must be one of: pdf, json, csv');
  });

  test.for([{ snapshot_type: 5 }, { title: 5 }, { include_documents: 'maybe' }])(
    'refuses %j and says where the fault is',
    async (body, { broker, readyRoom }) => {
      const answer = await broker.post(`/rooms/${readyRoom}/snapshots`, body);
      expect(answer.status).toBe(422);
      expect(answer.body.detail[0].loc).toEqual(['body', Object.keys(body)[0]]);
    },
  );

  test.for(['seller', 'buyer', 'viewer'] as const)('is not for a %s', async (role, { server, readyRoom }) => {
    const client = await server.as(role);
    const { status, body } = await client.post(`/rooms/${readyRoom}/snapshots`);
    expect(status).toBe(403);
    expect(body.detail).toBe(
      `Role '${role}' cannot create snapshots. Only owners, brokers, charterers, and admins can.`,
    );
  });
});

describe.each([
  ['pdf', 'application/pdf', 'pdf'],
  ['json', 'application/json', 'json'],
  ['csv', 'application/zip', 'zip'],
])('a %s snapshot', (type, mediaType, extension) => {
  test('is made and can be downloaded, whole and in parts', async ({ broker, readyRoom }) => {
    const { task, snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: type });
    expect(task).toMatchObject({ status: 'completed', progress: 100, stage: 'stored', error: null });
    expect(task.result).toMatchObject({
      success: true,
      snapshot_id: snapshot.id,
      file_size: snapshot.file_size,
    });
    const { status, headers, bytes } = await broker.download(snapshot.download_url);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain(mediaType);
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="snapshot-${snapshot.id}.${extension}"`,
    );
    expect(bytes).toHaveLength(snapshot.file_size);
    expect(sha256(bytes)).toBe(snapshot.sha256);
    const part = await broker.download(snapshot.download_url, { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
    expect(part.bytes).toEqual(bytes.subarray(10, 20));
    const again = await broker.download(snapshot.download_url, {
      'if-none-match': headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
    const beyond = await broker.download(snapshot.download_url, { range: `bytes=${bytes.length}-` });
    expect(beyond.status).toBe(416);
  });
});

describe('the edition', () => {
  test('is rendered once for a room that did not change, and both files begin with it', async ({
    server,
    broker,
    readyRoom,
  }) => {
    const misses = () => server.roomshot.records.editions.statistics().misses;
    const first = await takeSnapshot(broker, readyRoom, { title: 'First' });
    const before = misses();
    const second = await takeSnapshot(broker, readyRoom, { title: 'Second' });
    expect(misses()).toBe(before);
    expect(second.task.result.was_cached).toBe(true);
    const [a, b] = await Promise.all(
      [first, second].map(({ snapshot }) => broker.download(snapshot.download_url)),
    );
    const { edition_size, edition_sha256 } = await server.roomshot.database.query
      .selectFrom('snapshots')
      .select(['edition_size', 'edition_sha256'])
      .where('id', '=', first.snapshot.id)
      .executeTakeFirstOrThrow();
    const prefixes = [a, b].map((file) => file?.bytes.subarray(0, edition_size ?? 0));
    expect(prefixes[0]).toEqual(prefixes[1]);
    expect(sha256(prefixes[0] ?? '')).toBe(edition_sha256);
    expect(a?.bytes.equals(b?.bytes ?? Buffer.alloc(0))).toBe(false);
  });

  test('is another one after a document has changed', async ({ broker, readyRoom }) => {
    const first = await takeSnapshot(broker, readyRoom);
    const { body } = await broker.get(`/rooms/${readyRoom}/documents`);
    await broker.patch(`/rooms/${readyRoom}/documents/${body.items[0].id}`, { notes: 'Seen on board' });
    const second = await takeSnapshot(broker, readyRoom);
    expect(second.task.result.was_cached).toBe(false);
    expect(second.snapshot.revision).toBeGreaterThan(first.snapshot.revision);
    expect(second.snapshot.state_hash).not.toBe(first.snapshot.state_hash);
  });

  test('is the same one after a change that its sections cannot show', async ({ broker, readyRoom }) => {
    const sections = { include_activity: false };
    await takeSnapshot(broker, readyRoom, sections);
    await broker.post(`/rooms/${readyRoom}/messages`, { text: 'Pilot on board' });
    const second = await takeSnapshot(broker, readyRoom, sections);
    expect(second.task.result.was_cached).toBe(true);
    const whole = await takeSnapshot(broker, readyRoom);
    expect(whole.task.result.was_cached).toBe(false);
  });

  test('is the same one after a snapshot was taken and downloaded: records do not change the room', async ({
    broker,
    readyRoom,
  }) => {
    const first = await takeSnapshot(broker, readyRoom);
    await broker.download(first.snapshot.download_url);
    const second = await takeSnapshot(broker, readyRoom);
    expect(second.snapshot.state_hash).toBe(first.snapshot.state_hash);
  });
});

describe('listing and deleting', () => {
  test('lists newest first, in pages', async ({ broker, readyRoom, viewer }) => {
    const titles = ['one', 'two', 'three'];
    for (const title of titles) await takeSnapshot(broker, readyRoom, { title, snapshot_type: 'json' });
    const { body } = await viewer.get(`/rooms/${readyRoom}/snapshots?limit=2`);
    expect(body.map(({ title }: { title: string }) => title)).toEqual(['three', 'two']);
    const next = await broker.get(`/rooms/${readyRoom}/snapshots?limit=1&offset=2`);
    expect(next.body[0].title).toBe('one');
  });

  test('lets only an admin delete, and leaves what others share', async ({ broker, readyRoom, admin }) => {
    const kept = await takeSnapshot(broker, readyRoom);
    const deleted = await takeSnapshot(broker, readyRoom);
    const path = `/rooms/${readyRoom}/snapshots/${deleted.snapshot.id}`;
    const refused = await broker.delete(path);
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toBe("Role 'broker' cannot delete snapshots. Only admins can.");
    const { status, body } = await admin.delete(path);
    expect(status).toBe(200);
    expect(body).toEqual({ message: 'Snapshot deleted successfully', snapshot_id: deleted.snapshot.id });
    expect((await admin.delete(path)).status).toBe(404);
    expect((await broker.download(`${path}/download`)).status).toBe(404);
    expect((await broker.get(`/snapshots/tasks/${deleted.created.task_id}`)).status).toBe(404);
    expect((await broker.download(kept.snapshot.download_url)).status).toBe(200);
  });

  test('is deleted once, by two who do it at the same time', async ({ broker, readyRoom, admin }) => {
    const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    const path = `/rooms/${readyRoom}/snapshots/${snapshot.id}`;
    const answers = await Promise.all([admin.delete(path), admin.delete(path)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    const refused = answers.find(({ status }) => status === 404);
    expect(refused?.body).toMatchObject({ code: 'snapshot_not_found', detail: 'Snapshot not found' });
    const { body } = await admin.get('/activity?action=snapshot_deleted&limit=100');
    const entries = body.items.filter(
      ({ detail }: { detail: { snapshot_id: string } }) => detail.snapshot_id === snapshot.id,
    );
    expect(entries).toHaveLength(1);
  });

  test('is deleted while its task is ended, without a deadlock', async ({
    skip,
    server,
    broker,
    readyRoom,
    admin,
  }) => {
    const { database, clock } = server.roomshot;
    if (database.engine === 'embedded') return skip('the embedded engine does one transaction after another');
    const { created, snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    const ended = { status: 'failed', error: 'Enough.', at: clock() } as const;
    const { query } = database;
    await query.updateTable('tasks').set({ status: 'running' }).where('id', '=', created.task_id).execute();
    let deleted: ReturnType<Client['delete']> | undefined;
    await database.transaction(async (tx) => {
      await endTask(tx, created.task_id, ended);
      deleted = admin.delete(`/rooms/${readyRoom}/snapshots/${snapshot.id}`);
      await untilSomebodyWaits(query);
      await setSnapshotStatus(tx, snapshot.id, 'failed', ended.error);
    });
    expect((await deleted)?.status).toBe(200);
  });

  test('is deleted with its room while its task is ended, without a deadlock', async ({
    skip,
    server,
    broker,
    admin,
    newRoom: { path, id },
  }) => {
    const { database, clock } = server.roomshot;
    if (database.engine === 'embedded') return skip('the embedded engine does one transaction after another');
    const { created, snapshot } = await takeSnapshot(broker, id, { snapshot_type: 'json' });
    const { query } = database;
    await query.updateTable('tasks').set({ status: 'running' }).where('id', '=', created.task_id).execute();
    let deleted: ReturnType<Client['delete']> | undefined;
    await database.transaction(async (tx) => {
      await endTask(tx, created.task_id, { status: 'failed', error: 'Enough.', at: clock() });
      deleted = admin.delete(path);
      await untilSomebodyWaits(query);
      await setSnapshotStatus(tx, snapshot.id, 'failed', 'Enough.');
    });
    expect((await deleted)?.status).toBe(200);
  });

  test('is deleted while another is asked for: that one freezes the room anew', async ({
    skip,
    server,
    broker,
    readyRoom,
  }) => {
    const { database } = server.roomshot;
    if (database.engine === 'embedded') return skip('the embedded engine does one transaction after another');
    await broker.post(`/rooms/${readyRoom}/messages`, { text: 'A state that one snapshot alone stands on' });
    const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    const found = await requireSnapshot(database.query, readyRoom, snapshot.id);
    let asked: ReturnType<typeof takeSnapshot> | undefined;
    await database.transaction(async (tx) => {
      await deleteSnapshotRows(tx, found);
      asked = takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
      await untilSomebodyWaits(database.query);
    });
    expect((await asked)?.snapshot).toMatchObject({ status: 'completed', state_hash: found.stateHash });
  });

  test('forgets the edition with its last snapshot; the clean-up removes its file', async ({
    server,
    broker,
    readyRoom,
    admin,
  }) => {
    const { snapshot } = await takeSnapshot(broker, readyRoom, {
      snapshot_type: 'csv',
      include_approvals: false,
    });
    const { query } = server.roomshot.database;
    const { edition_sha256 } = await query
      .selectFrom('snapshots')
      .select('edition_sha256')
      .where('id', '=', snapshot.id)
      .executeTakeFirstOrThrow();
    await admin.delete(`/rooms/${readyRoom}/snapshots/${snapshot.id}`);
    const left = await query.selectFrom('editions').where('sha256', '=', edition_sha256).execute();
    expect(left).toEqual([]);
  });
});

describe('who may see', () => {
  test('answers for a foreign room as for one that is not there', async ({ broker, seller }) => {
    const foreign = await roomIdOf(broker, 'Chrysi Avgerini');
    const { snapshot, created } = await takeSnapshot(broker, foreign, { snapshot_type: 'json' });
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const withoutId = ({ request_id, ...body }: Record<string, unknown>) => body;
    for (const path of ['', `/${snapshot.id}`, `/${snapshot.id}/download`]) {
      const refused = await seller.get(`/rooms/${foreign}/snapshots${path}`);
      const missing = await seller.get(`/rooms/${nowhere}/snapshots${path}`);
      expect(refused.status).toBe(404);
      expect(withoutId(refused.body)).toEqual(withoutId(missing.body));
    }
    const task = await seller.get(`/snapshots/tasks/${created.task_id}`);
    const noTask = await seller.get(`/snapshots/tasks/snapshot-${nowhere}`);
    expect(task.status).toBe(404);
    expect(withoutId(task.body)).toEqual(withoutId(noTask.body));
  });

  test('asks for a token', async ({ server, readyRoom }) => {
    const { status, headers, body } = await createClient(server.server.address).get(
      `/rooms/${readyRoom}/snapshots`,
    );
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body.detail).toBe('Not authenticated');
  });
});

describe('the events of a task', () => {
  test('report every stage up to the end, and only new ones to a client that reconnects', async ({
    broker,
    readyRoom,
  }) => {
    await broker.post(`/rooms/${readyRoom}/messages`, { text: 'So that it must be rendered' });
    const { body } = await broker.post(`/rooms/${readyRoom}/snapshots`);
    const events = `/snapshots/tasks/${body.task_id}/events`;
    const stream = await broker.open(events);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const text = await stream.text();
    const reported = [...text.matchAll(/^id: (\d+)\nevent: progress\ndata: (.+)$/gm)].map(([, id, data]) => ({
      id: Number(id),
      ...JSON.parse(data ?? ''),
    }));
    expect(reported.at(-1)).toMatchObject({ status: 'completed', stage: 'stored', progress: 100 });
    const progress = reported.map((change) => change.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    const again = await broker.open(events, { headers: { 'last-event-id': String(reported.at(-1)?.id) } });
    expect(again.status).toBe(204);
  });
});

describe('the audit log', () => {
  test('holds an entry for each thing that was done to a snapshot', async ({
    server,
    broker,
    readyRoom,
    admin,
  }) => {
    const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    await broker.download(snapshot.download_url);
    await admin.delete(`/rooms/${readyRoom}/snapshots/${snapshot.id}`);
    const rows = await server.roomshot.database.query
      .selectFrom('audit_entries')
      .select(['action', 'detail'])
      .where('room_id', '=', readyRoom)
      .orderBy('seq')
      .execute();
    const actions = rows
      .filter(({ detail }) => (detail as { snapshot_id?: string }).snapshot_id === snapshot.id)
      .map(({ action }) => action);
    expect(actions).toEqual([
      'snapshot_created',
      'snapshot_generated',
      'snapshot_downloaded',
      'snapshot_deleted',
    ]);
  });
});
