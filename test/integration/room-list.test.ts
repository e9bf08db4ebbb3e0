import { describe, expect } from 'vitest';
import { newId } from '../../src/platform/kernel/ids.ts';
import type { Client } from '../support/client.ts';
import { openRoom, ROOM } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

describe('the list of rooms', () => {
  test('shows each person their own, and an administrator all', async ({
    broker,
    admin,
    seller,
    newRoom: { id },
  }) => {
    const seen = async (client: Client) =>
      (await client.get('/rooms?limit=100')).body.items.map((room: { id: string }) => room.id);
    expect(await seen(broker)).toContain(id);
    expect(await seen(admin)).toContain(id);
    expect(await seen(seller)).not.toContain(id);
  });

  test('pages without losing or repeating one, while others are added', async ({ broker }) => {
    const opened: string[] = [];
    for (let n = 0; n < 7; n += 1) opened.push((await openRoom(broker, { title: `Paging ${n}` })).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await broker.get(`/rooms?q=paging&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((room: { id: string }) => room.id));
      cursor = body.next_cursor ?? '';
      await openRoom(broker, { title: 'Paging meanwhile' });
    } while (cursor);
    expect(seen).toEqual(opened.toReversed());
  });

  test.for([
    ['kalamata', 'Aegean Pearl'],
    ['ΚΑΛΑΜΆΤΑ', 'Aegean Pearl'],
    ['полярная', 'lightering'],
    ['海安', 'Fujairah'],
    ['9312042', 'Aegean Pearl'],
  ] as const)('finds %s', async ([q, title], { broker }) => {
    const { body } = await broker.get(`/rooms?q=${encodeURIComponent(q)}`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0].title).toContain(title);
    expect(body.items[0]).toMatchObject({
      documents: expect.any(Number),
      documents_open: expect.any(Number),
    });
  });

  test('takes a search literally, filters by status, and refuses a made-up cursor', async ({ broker }) => {
    expect((await broker.get('/rooms?q=%25')).body.items).toEqual([]);
    expect((await broker.get("/rooms?q=')--")).body.items).toEqual([]);
    const { body } = await broker.get('/rooms?status=active');
    expect(body.items.map(({ status }: { status: string }) => status)).toContain('active');
    expect(new Set(body.items.map(({ status }: { status: string }) => status)).size).toBe(1);
    expect((await broker.get('/rooms?cursor=abc')).body.code).toBe('bad_cursor');
    expect((await broker.get('/rooms?limit=101')).status).toBe(422);
  });
});

test('no list fails at a place that nothing can have', async ({ broker, admin, newRoom: { path } }) => {
  const moments = ['+275760-09-13T00:00:00.000Z', '-200000-09-13T00:00:00.000Z'];
  const places = {
    '/rooms': moments.map((moment) => `${moment} ${newId()}`),
    [`${path}/activity`]: moments.map((moment) => `${moment} ${newId()}`),
    '/activity': ['2147483648', '999999999999999'],
    '/snapshots/tasks': ['2147483648', '999999999999999'],
    '/admin/cache/editions': [`99999999999999 ${'a'.repeat(64)}`],
  };
  for (const [list, texts] of Object.entries(places)) {
    for (const text of texts) {
      const cursor = Buffer.from(text).toString('base64url');
      expect(await admin.get(`${list}?cursor=${cursor}`)).toMatchObject({
        status: 422,
        body: { code: 'bad_cursor' },
      });
    }
  }
  const latest = Buffer.from(`9999999999999 ${'a'.repeat(64)}`).toString('base64url');
  for (const order of ['size', 'age']) {
    expect((await admin.get(`/admin/cache/editions?order=${order}&cursor=${latest}`)).status).toBe(200);
  }
  const beyond = await broker.get(`${path}/snapshots?offset=1e30`);
  expect(beyond).toMatchObject({ status: 200, body: [] });
});

describe('the list of rooms shows', () => {
  const listed = async (broker: Client, id: string) =>
    (await broker.get('/rooms?limit=100')).body.items.find((room: { id: string }) => room.id === id);

  test('the verdict of the room itself, and follows its changes', async ({ broker }) => {
    const { body: room } = await broker.post('/rooms', ROOM);
    const { reasons } = room.verdict;
    expect(await listed(broker, room.id)).toMatchObject({
      your_role: 'broker',
      verdict: { outcome: 'not_cleared', blocking: reasons.length, subjects: 0 },
      blockers: reasons.slice(0, 3).map(({ text }: { text: string }) => text),
      last_snapshot: null,
    });
    await broker.post(`/rooms/${room.id}/status`, { status: 'cancelled' });
    expect(await listed(broker, room.id)).toMatchObject({
      verdict: { outcome: 'not_cleared', blocking: 1, subjects: 0 },
      blockers: ['The operation is cancelled.'],
    });
  });

  test('the same as every room of the demonstration says', async ({ admin }) => {
    const { body } = await admin.get('/rooms?limit=100');
    for (const { id, verdict, blockers } of body.items) {
      const { outcome, stage, reasons } = (await admin.get(`/rooms/${id}`)).body.verdict;
      const blocking = reasons.filter((reason: { blocking: boolean }) => reason.blocking);
      const subjects = reasons.length - blocking.length;
      expect(verdict).toEqual({ outcome, stage, blocking: blocking.length, subjects });
      expect(blockers).toEqual(blocking.slice(0, 3).map(({ text }: { text: string }) => text));
    }
  });

  test('the last snapshot', async ({ broker, newRoom: { id } }) => {
    await takeSnapshot(broker, id, { snapshot_type: 'json' });
    const { snapshot } = await takeSnapshot(broker, id, { snapshot_type: 'csv' });
    const { created_at, status } = snapshot;
    expect((await listed(broker, id)).last_snapshot).toEqual({ id: snapshot.id, status, created_at });
  });

  test('only what a filter asks for', async ({ broker }) => {
    const near = (await openRoom(broker, { sts_eta: '2031-01-01T00:00:00Z' })).id;
    const far = (await openRoom(broker, { sts_eta: '2031-01-02T00:00:00Z' })).id;
    const found = async (query: string) =>
      (await broker.get(`/rooms?${query}`)).body.items.map((room: { id: string }) => room.id);
    expect(await found('eta_from=2031-01-01T00:00:00Z&eta_to=2031-01-02T00:00:00Z')).toEqual([far, near]);
    expect(await found('eta_from=2031-01-01T00:00:01Z')).toEqual([far]);
    expect(await found('eta_to=2031-01-01T00:00:00Z&q=2031-01-01')).toEqual([]);
    expect((await broker.get('/rooms?eta_from=soon')).status).toBe(422);
  });

  test('every room with an outcome once, page by page', async ({ admin }) => {
    const { body: all } = await admin.get('/rooms?limit=100');
    const outcomes = ['cleared', 'cleared_with_subjects', 'not_cleared', 'pending'];
    for (const outcome of outcomes) {
      const wanted = all.items.filter(
        (room: { verdict: { outcome: string } }) => room.verdict.outcome === outcome,
      );
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await admin.get(`/rooms?outcome=${outcome}&limit=2${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.items.map((room: { id: string }) => room.id));
        cursor = body.next_cursor ?? '';
      } while (cursor);
      expect(seen).toEqual(wanted.map((room: { id: string }) => room.id));
    }
  });
});
