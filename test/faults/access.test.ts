import { describe, expect } from 'vitest';
import { may } from '../../src/people/permissions/policy.ts';
import { ROLES, type Role } from '../../src/people/permissions/roles.ts';
import { type Client, createClient } from '../support/client.ts';
import { routesOf, STATED_ROUTES, type StatedAccess } from '../support/route-table.ts';
import type { TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const NO_TASK = `snapshot-${NOWHERE}`;

/** In the ready room there is a party of every role; the large room is foreign to the seller. */
const test = serverTest
  .extend('sharedTask', { scope: 'file' }, async ({ broker, readyRoom }): Promise<string> => {
    return (await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' })).created.task_id;
  })
  .extend('foreignTask', { scope: 'file' }, async ({ broker, largeRoom }): Promise<string> => {
    return (await takeSnapshot(broker, largeRoom, { snapshot_type: 'json' })).created.task_id;
  });

const routes = Object.entries(STATED_ROUTES).map(([name, access]) => {
  const [method = '', path = ''] = name.split(' ');
  return { name, method, path, access };
});
type Route = (typeof routes)[number];

const isClosed = ({ access }: Route) => access !== 'public' && access !== 'optional';
const roomAction = (access: StatedAccess) =>
  typeof access === 'object' && 'room' in access ? access.room : undefined;
const taskAction = (access: StatedAccess) =>
  typeof access === 'object' && 'task' in access ? access.task : undefined;

/** Calls a route with a body that nothing accepts and ids of things that are not there. */
async function call(client: Client, { method, path }: Route, where: { room?: string; task?: string } = {}) {
  const place = path
    .replace(':room_id', where.room ?? NOWHERE)
    .replace(':task_id', where.task ?? NO_TASK)
    .replace(/:\w+/g, NOWHERE);
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
  const answer = await client.open(place, {
    method,
    ...(hasBody && { headers: { 'content-type': 'application/json' }, body: '{"surprise":true}' }),
  });
  const endless = answer.headers.get('content-type') === 'text/event-stream';
  if (endless) await answer.body?.cancel();
  const text = endless ? '' : await answer.text();
  const isProblem = answer.headers.get('content-type')?.includes('problem+json');
  const { request_id, ...problem } = isProblem ? JSON.parse(text) : {};
  return { status: answer.status, problem };
}

test('every route of the server is stated here, and every stated one is there', ({ server }) => {
  const found = routesOf(server.server.http).filter((name) => !/ \/docs|^OPTIONS \*$/.test(name));
  const [heads, others] = [/^HEAD /, /^(?!HEAD )/].map((kind) =>
    found.filter((name) => kind.test(name)).sort(),
  );
  expect(others).toEqual(Object.keys(STATED_ROUTES).sort());
  const gets = others?.filter((name) => name.startsWith('GET '));
  expect(heads).toEqual(gets?.map((name) => name.replace('GET', 'HEAD')));
});

describe.each(routes.filter(isClosed))('$name', (route) => {
  test('wants a token, and a good one', async ({ server, readyRoom, sharedTask }) => {
    for (const client of [server.anonymous, createClient(server.server.address, 'a.b.c')]) {
      const places = [{}, { room: readyRoom, task: sharedTask }];
      const answers = await Promise.all(places.map((where) => call(client, route, where)));
      expect(answers.map(({ status }) => status)).toEqual([401, 401]);
      expect(answers[0]).toEqual(answers[1]);
    }
  });
});

describe.each(routes.filter(({ access }) => access === 'optional'))('$name', (route) => {
  test('wants no token, but a good one if there is one', async ({ server, viewer }) => {
    expect(await call(server.anonymous, route)).toMatchObject({ status: 422 });
    expect(await call(viewer, route)).toMatchObject({ status: 422 });
    const impostor = createClient(server.server.address, 'a.b.c');
    expect(await call(impostor, route)).toMatchObject({ status: 401 });
  });
});

describe.each(routes.filter(({ access }) => roomAction(access)))('$name', (route) => {
  test.for(ROLES.filter((role) => role !== 'admin'))(
    'answers a %s alike for a foreign room and for none',
    async (role, { server, admin }) => {
      const client = await server.as(role);
      const room = await foreignRoomOf(server, admin, role);
      if (room === undefined) return;
      const [there, nowhere] = [await call(client, route, { room }), await call(client, route)];
      expect(there).toEqual(nowhere);
      expect(there).toMatchObject({ status: 404, problem: { code: 'room_not_found' } });
      expect(await call(client, route, { room: "x' or '1'='1" })).toEqual(nowhere);
    },
  );

  test.for(ROLES)('treats a %s by the permission table', async (role, { server, readyRoom }) => {
    const client = await server.as(role);
    const allowed = may(role, roomAction(route.access) ?? 'setting.manage');
    // The one call that would do what it is asked to.
    if (allowed && route.name === 'DELETE /api/v1/rooms/:room_id') return;
    expectPermission(await call(client, route, { room: readyRoom }), allowed);
  });
});

describe.each(routes.filter(({ access }) => taskAction(access)))('$name', (route) => {
  test('answers alike for a foreign task and for none', async ({ foreignTask, seller }) => {
    const [there, nowhere] = [await call(seller, route, { task: foreignTask }), await call(seller, route)];
    expect(there).toEqual(nowhere);
    expect(there).toMatchObject({ status: 404, problem: { code: 'task_not_found' } });
  });

  test.for(ROLES)('treats a %s by the permission table', async (role, { server, sharedTask }) => {
    const allowed = may(role, taskAction(route.access) ?? 'setting.manage');
    expectPermission(await call(await server.as(role), route, { task: sharedTask }), allowed);
  });
});

const systemRoutes = routes.flatMap((route) =>
  typeof route.access === 'object' && 'system' in route.access
    ? [{ ...route, action: route.access.system }]
    : [],
);

describe.each(systemRoutes)('$name', (route) => {
  test.for(ROLES)('treats a %s by the permission table', async (role, { server }) => {
    expectPermission(await call(await server.as(role), route), may(role, route.action));
  });
});

function expectPermission({ status, problem }: Awaited<ReturnType<typeof call>>, allowed: boolean): void {
  if (!allowed) {
    expect([status, problem.code]).toEqual([403, 'role_not_permitted']);
    return;
  }
  expect([401, 403]).not.toContain(status);
  expect(status).toBeLessThan(500);
}

/** A room in which a role's demonstration account is no party, if there is one. */
async function foreignRoomOf(server: TestServer, admin: Client, role: Role): Promise<string | undefined> {
  const ids = async (client: Client): Promise<string[]> =>
    (await client.get('/rooms?limit=100')).body.items.map(({ id }: { id: string }) => id);
  const own = await ids(await server.as(role));
  return (await ids(admin)).find((id) => !own.includes(id));
}

describe('a role that changes', () => {
  test('counts from the next request on, in the room and in the whole', async ({
    server,
    readyRoom,
    admin,
  }) => {
    const email = 'newcomer@roomshot.example';
    const password = 'four calm harbours';
    const made = await admin.post('/users', { email, name: 'New Comer', role: 'viewer', password });
    const login = await server.anonymous.post('/auth/login', { email, password });
    const newcomer = createClient(server.server.address, login.body.token);
    const room = `/rooms/${readyRoom}`;
    expect((await newcomer.get(room)).status).toBe(404);
    const joined = await admin.post(`${room}/parties`, { email, name: 'New Comer', role: 'viewer' });
    expect((await newcomer.get(room)).status).toBe(200);
    expect((await newcomer.post(`${room}/snapshots`, { snapshot_type: 'json' })).status).toBe(403);
    await admin.patch(`${room}/parties/${joined.body.id}`, { role: 'charterer' });
    expect((await newcomer.post(`${room}/snapshots`, { snapshot_type: 'json' })).status).toBe(201);
    await admin.delete(`${room}/parties/${joined.body.id}?reason=Sold`);
    expect((await newcomer.get(room)).status).toBe(404);
    await admin.patch(`/users/${made.body.id}`, { role: 'admin' });
    expect((await newcomer.get('/users')).status).toBe(200);
    await admin.patch(`/users/${made.body.id}`, { active: false });
    expect((await newcomer.get('/auth/me')).status).toBe(401);
  });
});
