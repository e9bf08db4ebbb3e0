import { describe, expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { type ReadEvent, readEvents } from '../support/event-reader.ts';
import { join, openRoom } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';

const open = (client: Client, path: string, after = 0, signal?: AbortSignal) =>
  client.open(`${path}/events`, { headers: { 'last-event-id': String(after) }, signal: signal ?? null });

const all = async (events: AsyncIterable<ReadEvent>): Promise<ReadEvent[]> => {
  const read: ReadEvent[] = [];
  for await (const event of events) read.push(event);
  return read;
};

/** Opens the stream and reads where the room stands. */
async function follow(client: Client, path: string, after?: number) {
  const gone = new AbortController();
  const events = readEvents(await open(client, path, after, gone.signal));
  const next = async (): Promise<ReadEvent> =>
    (await events.next()).value ?? Promise.reject(new Error('end'));
  return { next, first: await next(), end: () => gone.abort(), rest: () => all(events) };
}

const say = (broker: Client, path: string, text: string) => broker.post(`${path}/messages`, { text });

describe('the events of a room', () => {
  test('begin with the current revision, and report each change when it is made', async ({
    broker,
    owner,
    newRoom: { path, id },
  }) => {
    await join(broker, path, 'owner');
    const { first, next, end } = await follow(owner, path);
    const { revision } = (await broker.get(path)).body;
    expect(first).toMatchObject({ name: 'present', data: { room_id: id, revision } });
    const vessel = await broker.post(`${path}/vessels`, {
      ...{ name: 'Aurora', vessel_type: 'Aframax', flag: 'Malta', imo: '9074729' },
    });
    const change = await next();
    expect(change).toMatchObject({
      name: 'change',
      data: {
        room_id: id,
        kind: 'vessel_created',
        item: { type: 'vessel', id: vessel.body.id },
        revision: revision + 1,
        actor: 'broker@roomshot.example',
      },
    });
    expect(change.id).toBeGreaterThan(first.id ?? 0);
    end();
  });

  test('report a snapshot from its request to its file, with its progress, and its end', async ({
    broker,
    admin,
    newRoom: { path },
  }) => {
    const { next, end } = await follow(broker, path);
    const asked = await broker.post(`${path}/snapshots`, { snapshot_type: 'json' });
    const seen: ReadEvent[] = [];
    const until = async (kind: string) => {
      while (seen.at(-1)?.data.kind !== kind) seen.push(await next());
    };
    await until('snapshot_generated');
    await admin.delete(`${path}/snapshots/${asked.body.id}`);
    await until('snapshot_deleted');
    const item = { type: 'snapshot', id: asked.body.id };
    const changes = seen.filter(({ name }) => name === 'change').map(({ data }) => data);
    expect(changes).toMatchObject([
      { kind: 'snapshot_created', item, revision: null },
      { kind: 'snapshot_generated', item, revision: null },
      { kind: 'snapshot_deleted', item, revision: null },
    ]);
    const progress = seen.filter(({ name }) => name === 'progress');
    expect(progress.map(({ id: place }) => place)).toEqual(progress.map(() => undefined));
    expect(progress.at(-1)?.data).toMatchObject({
      task_id: asked.body.task_id,
      status: 'completed',
      progress: 100,
    });
    end();
  });

  test('do not report who took a file, nor what happens elsewhere', async ({ broker, newRoom: { path } }) => {
    const asked = await broker.post(`${path}/snapshots`, { snapshot_type: 'json' });
    await broker.get(`/snapshots/tasks/${asked.body.task_id}?wait=60`);
    const { next, end } = await follow(broker, path);
    expect((await broker.download(asked.body.download_url)).status).toBe(200);
    await openRoom(broker);
    await say(broker, path, 'Only this');
    expect((await next()).data).toMatchObject({ kind: 'message_sent', item: null });
    end();
  });

  test('go on where a client has left', async ({ broker, newRoom: { path } }) => {
    const before = await follow(broker, path);
    before.end();
    await say(broker, path, 'one');
    await say(broker, path, 'two');
    const after = await follow(broker, path, before.first.id);
    const second = await after.next();
    expect([after.first, second].map(({ data }) => data.kind)).toEqual(['message_sent', 'message_sent']);
    expect(await after.next()).toMatchObject({ id: second.id, name: 'present' });
    after.end();
    const made = await follow(broker, path, 1e9);
    expect(made.first).toMatchObject({ id: second.id, name: 'present' });
    await say(broker, path, 'three');
    expect((await made.next()).data.kind).toBe('message_sent');
    made.end();
  });

  test('report a changed document type, which changes the room too', async ({
    broker,
    admin,
    newRoom: { path },
  }) => {
    const [type] = (await broker.get('/document-types')).body.items;
    await broker.post(`${path}/documents`, { type_code: type.code });
    const { first, next, end } = await follow(broker, path);
    await admin.patch(`/document-types/${type.code}`, { name: `${type.name} (new)` });
    expect((await next()).data).toMatchObject({ kind: 'document_type_updated' });
    end();
    const { revision } = (await broker.get(path)).body;
    expect(revision).toBe(first.data.revision + 1);
  });
});

describe('a stream ends', () => {
  test('when its reader is no party any more, without telling that', async ({
    broker,
    viewer,
    newRoom: { path },
  }) => {
    const party = (await join(broker, path, 'viewer')).body;
    const { rest } = await follow(viewer, path);
    await broker.delete(`${path}/parties/${party.id}`);
    await say(broker, path, 'Among ourselves');
    expect(await rest()).toEqual([]);
  });

  test('when its reader logs out', async ({ anonymous, broker, admin, newRoom: { path } }) => {
    const body = { email: 'charterer@roomshot.example', password: 'nine quick fenders' };
    const [account] = (await admin.get('/users?search=charterer')).body.items;
    await admin.patch(`/users/${account.id}`, { password: body.password });
    await join(broker, path, 'charterer');
    const { token } = (await anonymous.post('/auth/login', body)).body;
    const headers = { authorization: `Bearer ${token}` };
    const events = readEvents(await anonymous.open(`${path}/events`, { headers }));
    expect((await events.next()).value).toMatchObject({ name: 'present' });
    await anonymous.open('/auth/logout', { method: 'POST', headers });
    expect(await all(events)).toEqual([]);
  });
});

describe('the events of several rooms', () => {
  const openMany = (client: Client, ids: string[], after = 0) =>
    client.open(`/events?room_ids=${ids.join()}`, { headers: { 'last-event-id': String(after) } });

  test('come on one connection, each with its room', async ({ broker, newRoom: first }) => {
    const second = await openRoom(broker);
    const events = readEvents(await openMany(broker, [first.id, second.id]));
    const next = async () => (await events.next()).value;
    const present = [await next(), await next()];
    expect(present.map((event) => event?.data.room_id).toSorted()).toEqual([first.id, second.id].toSorted());
    expect(present[0]).toMatchObject({ name: 'present', data: { caught_up: false } });
    for (const { path, id } of [second, first]) {
      await say(broker, path, 'Here');
      expect(await next()).toMatchObject({ name: 'change', data: { room_id: id, kind: 'message_sent' } });
    }
    await say(broker, first.path, 'While away');
    const last = Math.min(...present.map((event) => event?.id ?? 0));
    await events.return();
    const again = readEvents(await openMany(broker, [first.id], last));
    const replayed = [await again.next(), await again.next(), await again.next()].map(({ value }) => value);
    expect(replayed).toMatchObject([
      { data: { kind: 'message_sent' } },
      { data: { kind: 'message_sent' } },
      { name: 'present', data: { room_id: first.id, caught_up: true } },
    ]);
    await again.return();
  });

  test('do not come of a room of others, nor of one that does not exist, and nobody can tell which', async ({
    broker,
    viewer,
    newRoom,
  }) => {
    const own = await openRoom(broker);
    await join(broker, own.path, 'viewer');
    const missing = '00000000-0000-4000-8000-000000000000';
    const events = readEvents(await openMany(viewer, [newRoom.id, missing, own.id]));
    const next = async () => (await events.next()).value;
    expect([await next(), await next()]).toEqual(
      [newRoom.id, missing].map((room_id) => ({ id: undefined, name: 'gone', data: { room_id } })),
    );
    expect(await next()).toMatchObject({ name: 'present', data: { room_id: own.id } });
    await say(broker, newRoom.path, 'Among ourselves');
    await broker.post(`${newRoom.path}/snapshots`, { snapshot_type: 'json' });
    await say(broker, own.path, 'For all');
    expect(await next()).toMatchObject({ name: 'change', data: { room_id: own.id } });
    await events.return();
  });

  test('end when none of the rooms is left to see', async ({ broker, viewer, newRoom: { path, id } }) => {
    const other = await openRoom(broker);
    const parties = [await join(broker, path, 'viewer'), await join(broker, other.path, 'viewer')];
    const events = readEvents(await openMany(viewer, [id, other.id]));
    expect([(await events.next()).value?.name, (await events.next()).value?.name]).toEqual([
      'present',
      'present',
    ]);
    await broker.delete(`${path}/parties/${parties[0]?.body.id}`);
    expect((await events.next()).value).toMatchObject({ name: 'gone', data: { room_id: id } });
    await broker.delete(`${other.path}/parties/${parties[1]?.body.id}`);
    expect(await all(events)).toMatchObject([{ name: 'gone', data: { room_id: other.id } }]);
  });

  test.for(['', '?room_ids=', '?room_ids=x', `?room_ids=${Array(51).fill(crypto.randomUUID())}`])(
    'are of 1 to 50 rooms, not of %s',
    async (query, { broker }) => {
      expect(await broker.get(`/events${query}`)).toMatchObject({ status: 422 });
    },
  );
});

test('a stream has a pulse, which has come through the database', async ({ broker, newRoom: { path } }) => {
  const answer = await broker.open(`${path}/events`);
  let text = '';
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.includes(': still here')) break;
  }
  expect(text).toContain('\n\n: still here\n\n');
});

test('one account can follow rooms in 20 windows and not in more', async ({ broker, newRoom: { path } }) => {
  const streams = await Promise.all(Array.from({ length: 20 }, () => follow(broker, path)));
  expect(await broker.get(`${path}/events`)).toMatchObject({
    status: 429,
    body: { code: 'too_many_streams' },
  });
  streams.pop()?.end();
  const another = async () => streams.push(await follow(broker, path));
  await expect.poll(() => another().catch(() => 0)).toBe(20);
  for (const { end } of streams) end();
});
