import { describe, expect } from 'vitest';
import { changesRoom, may } from '../../src/people/permissions/policy.ts';
import { CHANGES, encode, type FilledRoom, fillRoom, pathIn } from '../support/changing-routes.ts';
import type { Answer, Client } from '../support/client.ts';
import { sendHalf } from '../support/half-request.ts';
import { join } from '../support/rooms.ts';
import { STATED_ROUTES, type StatedAccess } from '../support/route-table.ts';
import { test as serverTest } from '../support/server-test.ts';

const test = serverTest
  .extend('filled', ({ broker }): Promise<FilledRoom> => fillRoom(broker))
  .extend('shared', { scope: 'file' }, ({ broker }): Promise<FilledRoom> => fillRoom(broker));

const actionIn = (access: StatedAccess) =>
  typeof access === 'object' && 'room' in access ? access.room : undefined;

/** Every route that changes the revision of a room. */
const routes = Object.entries(STATED_ROUTES).flatMap(([name, access]) => {
  const action = actionIn(access);
  if (action === undefined || !changesRoom(action) || action === 'snapshot.delete') return [];
  const [method = '', path = ''] = name.split(' ');
  return [{ name, method, path, action }];
});

async function send(
  client: Client,
  { method, path }: { method: string; path: string },
  content: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { type, body } = await encode(content);
  const answer = await client.open(path, { method, body, headers: { 'content-type': type, ...headers } });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const revisionOf = async (client: Client, path: string): Promise<number> =>
  (await client.get(path)).body.revision;
const tag = (revision: number) => `"${revision}"`;

describe.each(routes)('$name', ({ name, method, path, action }) => {
  const { body = () => ({}), status } = CHANGES[name] ?? {};

  test('is refused with the changes since the revision on which it was made', async ({
    broker,
    admin,
    shared,
  }) => {
    const client = may('admin', action) ? admin : broker;
    const place = { method, path: pathIn(path, shared) };
    const seen = await revisionOf(broker, shared.path);
    await broker.post(`${shared.path}/messages`, { text: `Before ${name}` });
    const answer = await send(client, place, body(shared), { 'if-match': tag(seen) });
    expect(answer).toMatchObject({
      status: 412,
      body: {
        code: 'room_changed',
        detail: expect.stringContaining(`is at revision ${seen + 1}`),
        details: { revision: seen + 1 },
      },
    });
    expect(answer.body.details.changes).toEqual([
      {
        ...{ revision: seen + 1, at: expect.any(String), actor: 'broker@roomshot.example' },
        ...{ action: 'message_sent', summary: `Before ${name}` },
      },
    ]);
    expect(await revisionOf(broker, shared.path)).toBe(seen + 1);
    const garbled = await send(client, place, body(shared), { 'if-match': String(seen + 1) });
    expect(garbled).toMatchObject({ status: 400, body: { code: 'bad_if_match' } });
  });

  test('is done on the revision on which it was made', async ({ broker, admin, filled }) => {
    const client = may('admin', action) ? admin : broker;
    const place = { method, path: pathIn(path, filled) };
    const seen = await revisionOf(broker, filled.path);
    const answer = await send(client, place, body(filled), { 'if-match': tag(seen) });
    expect(status === undefined ? [200, 201] : [status]).toContain(answer.status);
    if (answer.status > 201 || name === 'DELETE /api/v1/rooms/:room_id') return;
    expect(answer.headers.get('etag')).toBe(tag(await revisionOf(broker, filled.path)));
  });
});

describe('the ETag of a response', () => {
  test('is the revision of the room', async ({ broker, filled: { path, ids } }) => {
    const expected = tag(await revisionOf(broker, path));
    const items = ['parties', 'vessels', 'documents', 'approvals'];
    const ofItems = [ids.party_id, ids.vessel_id, ids.document_id, ids.approval_id];
    const paths = [
      path,
      `${path}/activity`,
      ...items.flatMap((name, n) => [`${path}/${name}`, `${path}/${name}/${ofItems[n]}`]),
    ];
    for (const read of paths) {
      const { status, headers } = await broker.get(read, { 'if-none-match': expected });
      expect([read, status, headers.get('etag')]).toEqual([read, 200, expected]);
    }
  });

  test('of a new room is its first revision', async ({ broker }) => {
    const room = { title: 'New', location: 'Off Malta', sts_eta: '2027-03-01T08:00:00Z' };
    const { headers, body } = await broker.post('/rooms', room);
    expect([headers.get('etag'), body.revision]).toEqual(['"1"', 1]);
  });

  test('is stored with a response under an idempotency key', async ({ broker, newRoom: { path } }) => {
    const seen = await revisionOf(broker, path);
    const headers = { 'if-match': tag(seen), 'idempotency-key': `once ${path}` };
    const change = () => send(broker, { method: 'PATCH', path }, { location: 'Off Skaw' }, headers);
    const first = await change();
    await broker.post(`${path}/messages`, { text: 'Another change' });
    const second = await change();
    expect([first.status, first.headers.get('etag')]).toEqual([200, tag(seen + 1)]);
    expect([second.status, second.headers.get('etag')]).toEqual([200, tag(seen + 1)]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('If-Match', () => {
  const patch = (client: Client, path: string, ifMatch: string) =>
    send(client, { method: 'PATCH', path }, { location: 'Off Skaw' }, { 'if-match': ifMatch });

  test.for([
    ['*', () => '*'],
    ['the revision among others', (seen: number) => `"0", , "${seen}" ,W/"x"`],
  ] as const)('permits the change with %s', async ([_, ifMatch], { broker, newRoom: { path } }) => {
    expect((await patch(broker, path, ifMatch(await revisionOf(broker, path)))).status).toBe(200);
  });

  test.for([
    ['a weak tag', (seen: number) => `W/"${seen}"`],
    ['the tag of a file', () => `"${'a'.repeat(64)}"`],
    ['an empty tag', () => '""'],
    ['a later revision', (seen: number) => `"${seen + 1}"`],
  ] as const)('refuses the change with %s', async ([_, ifMatch], { broker, newRoom: { path } }) => {
    const seen = await revisionOf(broker, path);
    expect(await patch(broker, path, ifMatch(seen))).toMatchObject({
      ...{ status: 412, body: { code: 'room_changed', details: { revision: seen, changes: [] } } },
    });
  });

  test.for(['', ',', '5', '"5', '5"', '"5" "6"', 'w/"5"', '"5";', '"5", x', `"5"${' '.repeat(8000)}x`])(
    'is rejected with what to send instead: %j',
    async (ifMatch, { broker, newRoom: { path } }) => {
      expect(await patch(broker, path, ifMatch)).toMatchObject({
        status: 400,
        body: { code: 'bad_if_match', detail: expect.stringContaining('If-Match: "52"') },
      });
    },
  );

  test('of several revisions lists the changes since the newest', async ({ broker, newRoom: { path } }) => {
    const seen = await revisionOf(broker, path);
    const say = (text: string) => broker.post(`${path}/messages`, { text });
    await say('First');
    await say('Second');
    const { body } = await patch(broker, path, `"${seen + 1}", "${seen}"`);
    expect(body.details.changes.map(({ summary }: { summary: string }) => summary)).toEqual(['Second']);
  });

  test('lists at most 50 changes, newest first, with the beginnings of long ones', async ({
    broker,
    newRoom: { path },
  }) => {
    const seen = await revisionOf(broker, path);
    for (let n = 1; n <= 51; n++) await broker.post(`${path}/messages`, { text: `${n} ${'x'.repeat(300)}` });
    const { details } = (await patch(broker, path, tag(seen))).body;
    expect(details.changes.map(({ revision }: { revision: number }) => revision)).toEqual(
      Array.from({ length: 50 }, (_, n) => seen + 51 - n),
    );
    expect(details.changes[0].summary).toHaveLength(200);
  });

  test('guards the retention of snapshots, alone and beside facts', async ({
    broker,
    admin,
    newRoom: { path },
  }) => {
    const seen = await revisionOf(broker, path);
    const keep = async (facts: object, revision: number) => {
      const patch = { snapshot_retention_days: 5, ...facts };
      const { status } = await send(admin, { method: 'PATCH', path }, patch, { 'if-match': tag(revision) });
      return [status, (await broker.get(path)).body.snapshot_retention_days];
    };
    expect(await keep({}, seen - 1)).toEqual([412, null]);
    expect(await keep({ poac: 'Capt. Elena Ruiz' }, seen)).toEqual([200, 5]);
  });

  test('lets one of two concurrent changes through', async ({ broker, owner, newRoom: { path } }) => {
    await join(broker, path, 'owner');
    const seen = tag(await revisionOf(broker, path));
    const adds = [broker, owner].map((client) =>
      send(
        client,
        { method: 'POST', path: `${path}/documents` },
        { type_code: 'hose_tests' },
        { 'if-match': seen },
      ),
    );
    expect((await Promise.all(adds)).map(({ status }) => status).sort()).toEqual([201, 412]);
  });

  test('is ignored by routes that change no room', async ({ broker, newRoom: { path } }) => {
    const { status } = await broker.post(
      `${path}/snapshots`,
      { snapshot_type: 'json' },
      { 'if-match': '"0"' },
    );
    expect([status, (await broker.get(path, { 'if-match': 'anything' })).status]).toEqual([201, 200]);
  });
});

describe('an upload on an old revision', () => {
  const upload = async ({ path, ids }: FilledRoom) => {
    const file = new FormData();
    file.append('file', new Blob(['x'.repeat(1000)]), 'certificate.pdf');
    return { path: `${path}/documents/${ids.document_id}/file`, ...(await encode(file)) };
  };

  test('is refused before its file is received', async ({ server, broker, filled }) => {
    const { token } = (await server.sessionOf('broker')) as { token: string };
    const headers = { 'If-Match': tag((await revisionOf(broker, filled.path)) - 1) };
    const half = await sendHalf(server.server, {
      method: 'POST',
      token,
      headers,
      ...(await upload(filled)),
    });
    expect(await half.answer).toEqual({ status: 412, code: 'room_changed' });
  });

  test('is refused after its file was received, if the room changed meanwhile', async ({
    server,
    broker,
    filled,
  }) => {
    const { token } = (await server.sessionOf('broker')) as { token: string };
    const headers = { 'If-Match': tag(await revisionOf(broker, filled.path)) };
    const half = await sendHalf(server.server, {
      method: 'POST',
      token,
      headers,
      ...(await upload(filled)),
    });
    await broker.post(`${filled.path}/messages`, { text: 'Meanwhile' });
    half.finish();
    expect(await half.answer).toEqual({ status: 412, code: 'room_changed' });
  });

  test('is answered as before if it repeats one that was done', async ({ broker, filled }) => {
    const { path, type, body } = await upload(filled);
    const headers = {
      ...{ 'content-type': type, 'idempotency-key': `upload ${path}` },
      'if-match': tag(await revisionOf(broker, filled.path)),
    };
    const first = await broker.open(path, { method: 'POST', headers, body });
    const second = await broker.open(path, { method: 'POST', headers, body });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await second.json()).toEqual(await first.json());
  });
});

test('the description of the API has the header at every route that changes a room', async ({
  anonymous,
}) => {
  const { paths } = (await anonymous.get('/openapi.json')).body;
  type Operation = { parameters?: { name: string; in: string }[]; responses: Record<string, object> };
  const described = Object.entries<Record<string, Operation>>(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'If-Match'))
      .map(([method, { responses }]) => [`${method.toUpperCase()} ${path}`, responses[412]]),
  );
  expect(Object.fromEntries(described)).toEqual(
    Object.fromEntries(
      routes.map(({ name }) => [
        name.replace(/:(\w+)/g, '{$1}'),
        { $ref: '#/components/responses/RoomChanged' },
      ]),
    ),
  );
});
