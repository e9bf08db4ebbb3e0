import { unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { newId } from '../../src/platform/kernel/ids.ts';
import { join, openRoom, ROOM } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const VESSEL = { name: 'Aurora', vessel_type: 'Aframax', flag: 'Malta', imo: '9074729' };

describe('a room', () => {
  test('starts with its broker, and with what every clearance requires', async ({ broker }) => {
    const { body } = await broker.post('/rooms', ROOM);
    expect(body).toMatchObject({
      title: ROOM.title,
      sts_eta: '2027-03-01T06:00:00.000Z',
      status: 'pending',
      time_zone: 'UTC',
      revision: 1,
      your_role: 'broker',
      verdict: { outcome: 'not_cleared' },
      created_by: 'broker@roomshot.example',
    });
    const documents = await broker.get(`/rooms/${body.id}/documents`);
    const { items: required } = (await broker.get(`/rooms/${body.id}/requirements`)).body;
    const ofOperation = required.filter(
      ({ applies_to }: { applies_to: string }) => applies_to === 'operation',
    );
    expect(required.length).toBeGreaterThan(15);
    expect(documents.body.items).toHaveLength(ofOperation.length);
    for (const document of documents.body.items)
      expect(document).toMatchObject({ required: true, status: 'missing', vessel_id: null });
    const { body: vessel } = await broker.post(`/rooms/${body.id}/vessels`, VESSEL);
    const { items } = (await broker.get(`/rooms/${body.id}/documents`)).body;
    expect(items).toHaveLength(required.length);
    expect(items.filter(({ vessel_id }: { vessel_id: string }) => vessel_id === vessel.id)).toHaveLength(
      required.length - ofOperation.length,
    );
    const approvals = await broker.get(`/rooms/${body.id}/approvals`);
    expect(approvals.body.items).toMatchObject([{ party_role: 'broker', status: 'pending' }]);
  });

  test('is changed field by field', async ({ broker, newRoom: { path } }) => {
    const changed = await broker.patch(path, {
      time_zone: 'Africa/Ceuta',
      cargo_quantity: 80_000.5,
      poac: null,
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { revision: 2, time_zone: 'Africa/Ceuta', cargo_quantity: 80_000.5 },
    });
    const activity = await broker.get(`${path}/activity`);
    expect(activity.body.items[0]).toMatchObject({
      action: 'room_updated',
      summary: 'Room changed: time zone and cargo quantity.',
    });
  });

  test('has the gravity of its cargo, to two decimals', async ({ broker, newRoom: { path } }) => {
    expect((await broker.get(path)).body.cargo_api_gravity).toBeNull();
    expect((await broker.patch(path, { cargo_api_gravity: 34.57 })).body.cargo_api_gravity).toBe(34.57);
    const refused = await broker.patch(path, { cargo_api_gravity: 34.571 });
    expect(refused).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'multipleOf', loc: ['body', 'cargo_api_gravity'] }] },
    });
    const { snapshot } = await takeSnapshot(broker, path.slice('/rooms/'.length), { snapshot_type: 'csv' });
    const { bytes } = await broker.download(snapshot.download_url);
    const [head = '', row = ''] = Buffer.from(unzipSync(bytes)['room.csv'] ?? [])
      .toString()
      .split('\r\n');
    expect(row.split(',')[head.split(',').indexOf('cargo_api_gravity')]).toBe('34.57');
    const { body } = await broker.get(`${path}/activity`);
    expect(body.items).toContainEqual(expect.objectContaining({ summary: 'Room changed: API gravity.' }));
  });

  test.for([
    [{ title: ' ' }, 'pattern'],
    [{ title: 'x'.repeat(256) }, 'maxLength'],
    [{ title: 'two\nlines' }, 'pattern'],
    [{ title: 'half \ud83d' }, 'pattern'],
    [{ description: 'nul \u0000' }, 'pattern'],
    [{ sts_eta: '2026-13-01T00:00:00Z' }, 'format'],
    [{ sts_eta: '0001-01-01T00:00:00Z' }, 'pattern'],
    [{ cargo_quantity: '5' }, 'type'],
    [{ cargo_quantity: -1 }, 'minimum'],
    [{ colour: 'blue' }, 'additionalProperties'],
    [{}, 'minProperties'],
  ] as const)('refuses what breaks the schema (%#)', async ([patch, type], { broker, newRoom: { path } }) => {
    const { status, body } = await broker.patch(path, patch);
    expect(status).toBe(422);
    expect(JSON.stringify(body.detail)).toContain(`"${type}"`);
  });

  test('refuses a time zone that there is not, an offset, and a leap second', async ({
    broker,
    newRoom: { path },
  }) => {
    for (const time_zone of ['Atlantis/Capital', '+02:00']) {
      expect((await broker.patch(path, { time_zone })).body.code).toBe('unknown_time_zone');
    }
    expect((await broker.patch(path, { sts_eta: '2026-12-31T23:59:60Z' })).body.code).toBe('bad_time');
  });

  test('goes only where its life goes', async ({ broker, newRoom: { path } }) => {
    const to = (status: string) => broker.post(`${path}/status`, { status, note: 'As agreed.' });
    const over = (status: string) => broker.post(`${path}/status`, { status, override: 'As agreed.' });
    expect((await to('completed')).body).toMatchObject({ status: 409, code: 'status_not_allowed' });
    for (const status of ['ready', 'active', 'on_hold', 'active']) {
      expect((await over(status)).body).toMatchObject({ status });
    }
    expect((await to('completed')).body).toMatchObject({ status: 'completed' });
    for (const status of ['pending', 'active', 'completed', 'cancelled'])
      expect((await to(status)).status).toBe(409);
    const { body } = await broker.get(`${path}/activity?limit=1`);
    expect(body.items[0].summary).toBe('Room status: active → completed. “As agreed.”');
  });

  test('is deleted by an administrator only, and is gone then', async ({
    broker,
    admin,
    newRoom: { path },
  }) => {
    expect((await broker.delete(path)).status).toBe(403);
    expect((await admin.delete(path)).status).toBe(200);
    expect((await broker.get(path)).status).toBe(404);
    const trail = await admin.get(`/activity?room_id=${path.split('/').at(-1)}`);
    expect(trail.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'room_deleted',
      'room_created',
    ]);
  });

  test('is made once with one idempotency key', async ({ broker }) => {
    const key = { 'idempotency-key': newId() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => broker.post('/rooms', ROOM, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

test('a text that looks wrong is refused in words', async ({ broker, newRoom: { path } }) => {
  const refusals = [
    [{ title: 'Off\nKalamata' }, 'must be one line of text with something to read in it'],
    [{ cargo_type: 'Crude\u0007' }, 'must be one line of text, without line breaks'],
    [{ description: 'Bell \u0007' }, 'must be text without control characters other than tabs'],
    [{ sts_eta: '1026-12-01T08:00:00Z' }, 'must be in the years 1900 to 2199'],
  ] as const;
  for (const [patch, words] of refusals) {
    const { status, body } = await broker.patch(path, patch);
    expect([status, body.detail]).toMatchObject([422, [{ msg: expect.stringContaining(words) }]]);
  }
});

test('a field that may be null is refused for what is wrong with its value', async ({
  broker,
  newRoom: { path },
}) => {
  const refusals = [
    [{ cargo_quantity: -5 }, { type: 'minimum', loc: ['body', 'cargo_quantity'], msg: 'must be >= 0' }],
    [{ poac: 5 }, { type: 'type', loc: ['body', 'poac'], msg: 'must be string' }],
  ] as const;
  for (const [patch, fault] of refusals) {
    expect(await broker.patch(path, patch)).toMatchObject({ status: 422, body: { detail: [fault] } });
  }
  const [approval] = (await broker.get(`${path}/approvals`)).body.items;
  const long = await broker.post(`${path}/approvals/${approval.id}/approve`, { note: 'x'.repeat(2001) });
  expect(long.body.detail).toMatchObject([{ type: 'maxLength', loc: ['body', 'note'] }]);
});

test('the email address of a party is written as that of an account', async ({
  broker,
  newRoom: { path },
}) => {
  const given = { role: 'viewer', name: 'Zoe\u0308', email: '  ZOE\u0308@Example.com ' };
  expect((await broker.post(`${path}/parties`, given)).body.email).toBe('zo\u00eb@example.com');
  expect((await broker.post(`${path}/parties`, { ...given, email: 'zo\u00cb@example.com' })).status).toBe(
    409,
  );
});

test('a room says where it can go, and until when its certificates have to be valid', async ({ broker }) => {
  const plan = { expected_duration_hours: 36, expiry_margin_days: 3 };
  const { path } = await openRoom(broker, { ...plan, sts_eta: '2027-03-01T20:00:00Z' });
  const { body } = await broker.get(path);
  expect(body.next_statuses).toEqual(['ready', 'active', 'cancelled']);
  expect(body.expected_end).toBe('2027-03-03T08:00:00.000Z');
  expect(body.last_day_needed).toBe('2027-03-06');
  const cancelled = await broker.post(`${path}/status`, { status: 'cancelled' });
  expect(cancelled.body.next_statuses).toEqual([]);
});

describe('permissions', () => {
  test('say what the role in the room may do, and outside of rooms what the account may', async ({
    broker,
    admin,
    viewer,
    newRoom: { path },
  }) => {
    await join(broker, path, 'viewer');
    expect((await viewer.get(path)).body.permissions).toEqual(['room.view', 'snapshot.view']);
    expect((await viewer.get('/auth/me')).body.permissions).toEqual([]);
    expect((await broker.get(path)).body.permissions).toContain('party.manage');
    expect((await broker.get('/auth/me')).body.permissions).toEqual(['room.create']);
    expect((await admin.get('/auth/me')).body.permissions).toContain('user.manage');
  });
});

describe('activity', () => {
  test('pages newest first, and stays in place while more happens', async ({ broker, newRoom: { path } }) => {
    for (let n = 0; n < 5; n += 1) await broker.post(`${path}/messages`, { text: `Line ${n}` });
    const first = await broker.get(`${path}/activity?limit=3`);
    await broker.post(`${path}/messages`, { text: 'Meanwhile' });
    const second = await broker.get(`${path}/activity?limit=100&cursor=${first.body.next_cursor}`);
    const summaries = [...first.body.items, ...second.body.items].map(
      (item: { summary: string }) => item.summary,
    );
    expect(summaries).toEqual([
      'Line 4',
      'Line 3',
      'Line 2',
      'Line 1',
      'Line 0',
      `Room opened: ${ROOM.title}.`,
    ]);
    expect(second.body.next_cursor).toBeNull();
  });

  test('of all rooms is for administrators, newest first', async ({ broker, admin }) => {
    expect((await broker.get('/activity')).status).toBe(403);
    const first = await admin.get('/activity?limit=2');
    const second = await admin.get(`/activity?limit=2&cursor=${first.body.next_cursor}`);
    const places = [...first.body.items, ...second.body.items].map(({ seq }: { seq: number }) => seq);
    expect(places).toEqual([...places].sort((a, b) => b - a));
    const mine = await admin.get('/activity?actor=broker@roomshot.example&action=message_sent&limit=1');
    expect(mine.body.items[0]).toMatchObject({ detail: { text: expect.any(String) } });
  });
});

test('what is new in a room is found where the answer says', async ({ broker, newRoom: { path } }) => {
  const party = { role: 'owner', name: 'Ο πλοιοκτήτης', email: 'owner@roomshot.example' };
  const { body: owner } = await broker.post(`${path}/parties`, party);
  const { body: vessel } = await broker.post(`${path}/vessels`, VESSEL);
  for (const [kind, body] of [
    ['parties', { ...party, email: 'other@roomshot.example' }],
    ['vessels', VESSEL],
    ['documents', { type_code: 'clc' }],
    ['approvals', { party_id: owner.id, vessel_id: vessel.id }],
  ] as const) {
    const created = await broker.post(`${path}/${kind}`, body);
    expect(created.status, kind).toBe(201);
    expect((await broker.get(created.headers.get('location') ?? '')).body).toEqual(created.body);
    for (const id of [newId(), 'nothing', '%00']) {
      expect((await broker.get(`${path}/${kind}/${id}`)).status, `${kind} ${id}`).toBe(404);
    }
  }
  const { body: type } = await broker.get('/document-types/clc');
  expect(type).toMatchObject({ code: 'clc', required: true });
});

test('every route of a room answers a outsider as if the room were not there', async ({
  seller,
  newRoom: { path, id },
}) => {
  const outsider = seller;
  for (const [method, route] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/status'],
    ['GET', '/parties'],
    ['POST', '/parties'],
    ['GET', '/vessels'],
    ['GET', '/documents'],
    ['GET', `/documents/${newId()}/file`],
    ['PUT', `/documents/${newId()}/file`],
    ['POST', `/documents/${newId()}/approve`],
    ['GET', '/approvals'],
    ['GET', '/activity'],
    ['POST', '/messages'],
  ] as const) {
    const there = await outsider.open(`${path}${route}`, { method });
    const nowhere = await outsider.open(`/rooms/${newId()}${route}`, { method });
    const plain = async (answer: Response) => ({ ...((await answer.json()) as object), request_id: '' });
    expect(there.status, `${method} ${route} of ${id}`).toBe(404);
    expect(await plain(there)).toEqual(await plain(nowhere));
  }
});
