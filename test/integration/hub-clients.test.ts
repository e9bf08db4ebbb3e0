import { describe, expect } from 'vitest';
import { createClient } from '../support/client.ts';
import { openRoom } from '../support/rooms.ts';
import { STATED_ROUTES } from '../support/route-table.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const ORIGIN = 'http://localhost:3000';
const NOWHERE = '00000000-0000-4000-8000-000000000000';

const test = serverTest.extend('serverOptions', { scope: 'file' }, { config: { corsOrigins: [ORIGIN] } });

const routes = Object.keys(STATED_ROUTES).flatMap((name) => {
  const [method = '', path = ''] = name.split(' ');
  const route = { method, path: path.replace(/:\w+/g, NOWHERE).replace('*', 'anywhere') };
  return method === 'GET' ? [route, { ...route, method: 'HEAD' }] : [route];
});

describe('a request without content', () => {
  test.for([
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/x-www-form-urlencoded',
  ])('may say that it is %s, on every route', async (type, { server }) => {
    const anybody = createClient(server.server.address, (await server.sessionOf('admin')).token);
    for (const { method, path } of routes) {
      if (!path.startsWith('/api/v1/') || path.includes('/auth/log') || path.includes('/admin/')) continue;
      const answer = await anybody.open(path, { method, headers: { 'content-type': type } });
      const isEndless = answer.headers.get('content-type') === 'text/event-stream';
      if (isEndless) await answer.body?.cancel();
      const text = isEndless ? '' : await answer.text();
      expect(answer.status, `${method} ${path}`).not.toBe(415);
      expect(text, `${method} ${path}`).not.toContain('malformed_body');
    }
  });

  test('logs out, deletes and decides', async ({ server, broker, newRoom: { path } }) => {
    const headers = { 'content-type': 'application/json' };
    const vessel = { name: 'Aurora', vessel_type: 'Aframax', flag: 'Malta', imo: '9074729' };
    const { body: document } = await broker.post(`${path}/documents`, { type_code: 'crew_list' });
    await broker.post(`${path}/vessels`, vessel);
    const [approval] = (await broker.get(`${path}/approvals`)).body.items;
    const send = (method: string, place: string) => broker.open(place, { method, headers });
    expect((await send('POST', `${path}/approvals/${approval.id}/approve`)).status).toBe(200);
    expect((await send('DELETE', `${path}/documents/${document.id}`)).status).toBe(200);

    const email = 'leaving@roomshot.example';
    const password = 'four calm harbours';
    const admin = await server.as('admin');
    await admin.post('/users', { email, name: 'Leaving', role: 'viewer', password });
    const { body } = await server.anonymous.post('/auth/login', { email, password });
    const leaving = createClient(server.server.address, body.token);
    expect((await leaving.open('/auth/logout', { method: 'POST', headers })).status).toBe(200);
    expect((await leaving.get('/auth/me')).status).toBe(401);
  });

  test('may be chunked', async ({ broker, newRoom: { path } }) => {
    const [approval] = (await broker.get(`${path}/approvals`)).body.items;
    const answer = await broker.open(`${path}/approvals/${approval.id}/approve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new ReadableStream({ start: (stream) => stream.close() }),
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(200);
  });

  test('is refused where a body is needed', async ({ broker }) => {
    const answer = await broker.open('/rooms', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'invalid_request' }]);
  });
});

/** What scripts of other origins may always read. */
const SAFELISTED = ['cache-control', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma'];
/** What is for the browser alone, or for the connection. */
const NOT_FOR_SCRIPTS =
  /^(connection|date|keep-alive|transfer-encoding|vary|access-control-.*|cross-origin-.*|origin-agent-cluster|referrer-policy|strict-transport-security|content-security-policy|x-(content-type-options|dns-prefetch-control|download-options|frame-options|permitted-cross-domain-policies|xss-protection))$/;

describe('a page of another origin', () => {
  test('may use every method of every route', async ({ server }) => {
    for (const { method, path } of routes) {
      const answer = await fetch(server.server.address + path, {
        method: 'OPTIONS',
        headers: {
          ...{ origin: ORIGIN, 'access-control-request-method': method },
          'access-control-request-headers': 'authorization,content-type,idempotency-key,last-event-id',
        },
      });
      expect(answer.ok, `${method} ${path}`).toBe(true);
      const listed = (name: string) =>
        answer.headers.get(`access-control-allow-${name}`)?.split(/,\s*/) ?? [];
      expect(listed('methods'), `${method} ${path}`).toContain(method);
      expect(listed('headers')).toEqual([
        'authorization',
        'content-type',
        'idempotency-key',
        'last-event-id',
      ]);
      expect(listed('origin')).toEqual([ORIGIN]);
    }
  });

  test('may read every header that says something', async ({ broker, server, readyRoom }) => {
    const { created } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    const headers = { origin: ORIGIN, 'idempotency-key': 'headers' };
    const download = `/rooms/${readyRoom}/snapshots/${created.id}/download`;
    const body = { text: 'Once' };
    const answers = await Promise.all([
      broker.download(download, { ...headers, range: 'bytes=0-9' }),
      server.anonymous.get('/rooms', headers),
      broker.get('/rooms/nowhere', headers),
      broker.open('/rooms', { method: 'PUT', headers }),
      broker.post(`/rooms/${readyRoom}/snapshots`, { snapshot_type: 'json' }, { origin: ORIGIN }),
      broker.post(`/rooms/${readyRoom}/messages`, body, headers),
    ]);
    answers.push(await broker.post(`/rooms/${readyRoom}/messages`, body, headers));
    const names = new Set(answers.flatMap((answer) => [...answer.headers.keys()]));
    const exposed =
      answers[0]?.headers.get('access-control-expose-headers')?.toLowerCase().split(/,\s*/) ?? [];
    const hidden = [...names].filter(
      (name) => !NOT_FOR_SCRIPTS.test(name) && !SAFELISTED.includes(name) && !exposed.includes(name),
    );
    expect(hidden).toEqual([]);
    expect(exposed).toEqual(expect.arrayContaining(['etag', 'retry-after', 'location', 'x-request-id']));
    for (const { headers } of answers) expect(headers.get('access-control-expose-headers')).not.toBeNull();
  });

  test('of an origin that is not listed may do nothing', async ({ server }) => {
    const answer = await fetch(`${server.server.address}/api/v1/about`, {
      headers: { origin: 'http://elsewhere.example' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a client of the hub', () => {
  test('validates its token', async ({ server, broker }) => {
    const { status, body } = await broker.get('/auth/validate');
    expect([status, body]).toEqual([200, (await broker.get('/auth/me')).body]);
    expect(body).toMatchObject({ email: 'broker@roomshot.example', role: 'broker' });
    expect((await server.anonymous.get('/auth/validate')).status).toBe(401);
  });

  test('asks for the health of the server', async ({ server }) => {
    const answer = await fetch(`${server.server.address}/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'healthy' }]);
  });

  test('sends fields that have no effect, and is told so', async ({ broker, newRoom: { path } }) => {
    const own = { title: 'With more', snapshot_type: 'json', include_activity: false };
    const more = { include_vessels: true, format: 'A4', priority: null, constructor: 1 };
    const { status, body } = await broker.post(`${path}/snapshots`, { ...own, ...more });
    expect([status, body]).toMatchObject([201, { ...own, ignored_fields: Object.keys(more) }]);
    expect((await broker.post(`${path}/snapshots`, own)).body.ignored_fields).toEqual([]);
  });

  test('sends fields of any depth, but not any number', async ({ broker, newRoom: { path } }) => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const answer = await broker.open(`${path}/snapshots`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'deep' },
      body: `{"snapshot_type":"json","deep":${deep}}`,
    });
    expect([answer.status, await answer.json()]).toMatchObject([201, { ignored_fields: ['deep'] }]);
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`field-number-${index}`, 1]));
    expect(await broker.post(`${path}/snapshots`, many)).toMatchObject({
      status: 422,
      body: { code: 'too_many_fields' },
    });
  });

  test.for(['include_document', 'includeActivity', 'snapshotType', 'titel', 'compare_too'])(
    'is told when %s was meant as another field',
    async (name, { broker, newRoom: { path } }) => {
      const { status, body } = await broker.post(`${path}/snapshots`, { [name]: false });
      expect([status, body.code]).toEqual([422, 'misspelt_field']);
      expect((await broker.get(`${path}/snapshots`)).body).toEqual([]);
    },
  );

  test('pages through snapshots as in the hub', async ({ broker }) => {
    const { path } = await openRoom(broker);
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) {
      ids.unshift((await broker.post(`${path}/snapshots`, { snapshot_type: 'json' })).body.id);
    }
    const list = async (query: string) => {
      const { status, body } = await broker.get(`${path}/snapshots?${query}`);
      expect(status, query).toBe(200);
      return body.map(({ id }: { id: string }) => id);
    };
    for (const query of ['', 'limit=1000', 'limit=-1', 'limit=1e12', 'offset=-5', 'limit=-1&offset=-5'])
      expect(await list(query), query).toEqual(ids);
    expect(await list('limit=0')).toEqual([]);
    expect(await list('limit=-1&offset=1')).toEqual(ids.slice(1));
    expect(await list('limit=2&offset=-1')).toEqual(ids.slice(0, 2));
    expect(await list('offset=99999999999')).toEqual([]);
    expect((await broker.get(`${path}/snapshots?limit=abc`)).status).toBe(422);
  });
});
