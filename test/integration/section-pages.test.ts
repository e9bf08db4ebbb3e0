import { describe, expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { openRoom } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';

const LONG = `${'⚓ note '.repeat(1400)}the end`;

/** Adds documents of one type to a room. Returns their ids in the order of the list. */
async function addDocuments(broker: Client, path: string, count: number, notes: string | null = null) {
  for (let number = 0; number < count; number++) {
    const { status } = await broker.post(`${path}/documents`, { type_code: 'clc', notes });
    expect(status).toBe(201);
  }
  const { items } = (await broker.get(`${path}/documents`)).body;
  return items.map(({ id }: { id: string }) => id) as string[];
}

/** Reads a list page by page. @param between is called after each page */
async function readPages(client: Client, path: string, limit: number, between = async () => {}) {
  const pages: string[][] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await client.get(`${path}?limit=${limit}${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    pages.push(body.items.map(({ id }: { id: string }) => id));
    if (body.next_cursor === null) return pages;
    cursor = body.next_cursor;
    await between();
  }
}

describe('a list in a room', () => {
  test('has pages, which together are the whole list', async ({ broker, newRoom: { path } }) => {
    const ids = await addDocuments(broker, path, 7);
    const pages = await readPages(broker, `${path}/documents`, 3);
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(ids);
    expect(await readPages(broker, `${path}/documents`, 7)).toEqual([ids]);
  });

  test('goes on behind the last item when others are added, and when that item is removed', async ({
    broker,
    newRoom: { path },
  }) => {
    const ids = await addDocuments(broker, path, 4);
    const first = (await broker.get(`${path}/documents?limit=2`)).body;
    const removed = await broker.delete(`${path}/documents/${ids[1]}?reason=Listed%20twice`);
    expect(removed.status).toBe(200);
    const rest = await broker.get(`${path}/documents?limit=2&cursor=${first.next_cursor}`);
    expect(rest.body.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
    const pages = await readPages(broker, `${path}/documents`, 2, async () => {
      await broker.post(`${path}/documents`, { type_code: 'sts_plan' });
    });
    expect(pages.flat()).toEqual(expect.arrayContaining([ids[0], ids[2], ids[3]] as string[]));
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
  });

  test.for(['limit=0', 'limit=501', 'limit=-1', 'cursor=x', 'cursor=MSB4'])(
    'refuses %s',
    async (query, { broker, newRoom: { path } }) => {
      for (const list of ['documents', 'parties', 'approvals']) {
        expect((await broker.get(`${path}/${list}?${query}`)).status, list).toBe(422);
      }
    },
  );
});

describe('a long text', () => {
  test('is whole in the single document, and only begins in the list', async ({
    broker,
    newRoom: { path },
  }) => {
    const [id] = await addDocuments(broker, path, 1, LONG);
    await broker.post(`${path}/documents`, { type_code: 'sts_plan', notes: 'x'.repeat(200) });
    const { items } = (await broker.get(`${path}/documents`)).body;
    const long = items.find((item: { id: string }) => item.id === id);
    expect(long).toMatchObject({ notes: [...LONG].slice(0, 200).join(''), shortened: ['notes'] });
    expect(items.find((item: { id: string }) => item.id !== id)).toMatchObject({
      notes: 'x'.repeat(200),
      shortened: [],
    });
    expect((await broker.get(`${path}/documents/${id}`)).body.notes).toBe(LONG);
  });

  test('is searched to its end', async ({ broker, newRoom: { path } }) => {
    const [id] = await addDocuments(broker, path, 1, LONG);
    const { items } = (await broker.get(`${path}/documents?q=the%20end`)).body;
    expect(items).toMatchObject([{ id, shortened: ['notes'] }]);
    expect(items[0].notes).not.toContain('the end');
  });

  test('of a room is whole in the room, and only begins in the list of rooms', async ({ broker }) => {
    const { id, path } = await openRoom(broker, { description: LONG });
    const { items } = (await broker.get('/rooms?limit=100')).body;
    const listed = items.find((room: { id: string }) => room.id === id);
    expect(listed).toMatchObject({
      description: [...LONG].slice(0, 200).join(''),
      shortened: ['description'],
    });
    expect((await broker.get(path)).body.description).toBe(LONG);
  });

  test('makes no list large', async ({ broker, newRoom: { path } }) => {
    await addDocuments(broker, path, 40, LONG);
    const answer = await broker.open(`${path}/documents`);
    expect((await answer.text()).length).toBeLessThan(60_000);
  });
});
