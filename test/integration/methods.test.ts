import { describe, expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { STATED_ROUTES } from '../support/route-table.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const test = serverTest.extend('room', { scope: 'file' }, ({ readyRoom }) => `/rooms/${readyRoom}`);

const methodsOf = new Map<string, string[]>();
for (const name of Object.keys(STATED_ROUTES)) {
  const [method = '', path = ''] = name.split(' ');
  if (!path.startsWith('/api/v1/')) continue;
  const more = method === 'GET' ? ['GET', 'HEAD'] : [method];
  methodsOf.set(path, [...(methodsOf.get(path) ?? []), ...more].sort());
}

describe('a method that a path does not take', () => {
  test('is answered with those that it takes, on every path', async ({ broker }) => {
    for (const [path, allowed] of methodsOf) {
      const wrong =
        ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].find((method) => !allowed.includes(method)) ?? '';
      const answer = await broker.open(path.replace(/:\w+/g, 'anything'), { method: wrong });
      expect([answer.status, answer.headers.get('allow')], `${wrong} ${path}`).toEqual([
        405,
        allowed.join(', '),
      ]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
    }
  });

  test('is not known on a path that there is not', async ({ broker, room }) => {
    for (const path of ['/nothing', `${room}/nothing`, '/rooms/a/b/c/d/e', '/opena.json', '/openapiXjson'])
      expect(await broker.delete(path)).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
  });
});

describe('HEAD', () => {
  const head = (client: Client, path: string, headers = {}) => client.open(path, { method: 'HEAD', headers });

  test('answers as GET does, without a body', async ({ server, broker, room }) => {
    for (const path of ['/about', '/rooms', room, `${room}/snapshots`, '/rooms/nowhere']) {
      const [short, long] = [await head(broker, path), await broker.open(path)];
      expect([short.status, short.headers.get('content-type')], path).toEqual([
        ...[long.status, long.headers.get('content-type')],
      ]);
      expect([await short.text(), (await long.text()).length > 0]).toEqual(['', true]);
    }
    expect((await head(server.anonymous, room)).status).toBe(401);
  });

  test('of a download has the headers of the file, and is no download', async ({ broker, room, admin }) => {
    const { created } = await takeSnapshot(broker, room.replace('/rooms/', ''), { snapshot_type: 'json' });
    const path = `${room}/snapshots/${created.id}/download`;
    const trail = `/activity?action=snapshot_downloaded&room_id=${room.replace('/rooms/', '')}`;
    const downloads = async () => (await admin.get(trail)).body.items.length;
    const before = await downloads();
    const answer = await head(broker, path, { range: 'bytes=0-9' });
    expect([answer.status, await answer.text(), await downloads()]).toEqual([200, '', before]);
    const file = await broker.download(path);
    expect(await downloads()).toBe(before + 1);
    for (const name of ['etag', 'content-length', 'content-type', 'content-disposition', 'accept-ranges'])
      expect(answer.headers.get(name), name).toBe(file.headers.get(name));
    expect(Number(answer.headers.get('content-length'))).toBe(file.bytes.length);
    expect((await head(broker, path, { 'if-none-match': String(answer.headers.get('etag')) })).status).toBe(
      304,
    );
  });

  test('of an event stream ends', async ({ broker, room }) => {
    const answer = await head(broker, `${room}/events`);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      ...[200, 'text/event-stream', ''],
    ]);
  });
});
