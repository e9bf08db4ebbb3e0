import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const ROOM = { title: 'Aurora / Полярис', location: 'Off Ceuta', sts_eta: '2027-03-01T08:00:00+02:00' };
const VESSEL = { name: 'Aurora', vessel_type: 'Aframax', flag: 'Malta', imo: '9074729' };

let server: TestServer;
let broker: Client;
let admin: Client;

beforeAll(async () => {
  server = await startTestServer();
  broker = await server.as('broker');
  admin = await server.as('admin');
});

afterAll(() => server[Symbol.asyncDispose]());

async function openRoom(own: object = {}): Promise<{ path: string; id: string }> {
  const { status, body, headers } = await broker.post('/rooms', {
    ...ROOM,
    required_documents: false,
    ...own,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  const path = `/rooms/${body.id}`;
  expect(headers.get('location')).toBe(`/api/v1${path}`);
  return { path, id: body.id };
}

const join = (path: string, role: string) =>
  broker.post(`${path}/parties`, { role, name: `The ${role}`, email: `${role}@roomshot.example` });

describe('a room', () => {
  test('starts with its broker, and with what every clearance requires', async () => {
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
    expect(documents.body.items.length).toBeGreaterThan(15);
    for (const document of documents.body.items)
      expect(document).toMatchObject({ required: true, status: 'missing' });
    const approvals = await broker.get(`/rooms/${body.id}/approvals`);
    expect(approvals.body.items).toMatchObject([{ party_role: 'broker', status: 'pending' }]);
  });

  test('is changed field by field', async () => {
    const { path } = await openRoom();
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

  test.each([
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
  ])('refuses what breaks the schema (%#)', async (patch, type) => {
    const { path } = await openRoom();
    const { status, body } = await broker.patch(path, patch);
    expect(status).toBe(422);
    expect(JSON.stringify(body.detail)).toContain(`"${type}"`);
  });

  test('refuses a time zone that there is not, and a leap second', async () => {
    const { path } = await openRoom();
    expect((await broker.patch(path, { time_zone: 'Atlantis/Capital' })).body.code).toBe('unknown_time_zone');
    expect((await broker.patch(path, { sts_eta: '2026-12-31T23:59:60Z' })).body.code).toBe('bad_time');
  });

  test('goes only where its life goes', async () => {
    const { path } = await openRoom();
    const to = (status: string) => broker.post(`${path}/status`, { status, note: 'As agreed.' });
    expect((await to('completed')).body).toMatchObject({ status: 409, code: 'status_not_allowed' });
    for (const status of ['ready', 'active', 'on_hold', 'active', 'completed']) {
      expect((await to(status)).body).toMatchObject({ status });
    }
    for (const status of ['pending', 'active', 'completed', 'cancelled'])
      expect((await to(status)).status).toBe(409);
    const { body } = await broker.get(`${path}/activity?limit=1`);
    expect(body.items[0].summary).toBe('Room status: active → completed. As agreed.');
  });

  test('is deleted by an administrator only, and is gone then', async () => {
    const { path } = await openRoom();
    expect((await broker.delete(path)).status).toBe(403);
    expect((await admin.delete(path)).status).toBe(200);
    expect((await broker.get(path)).status).toBe(404);
    const trail = await admin.get(`/activity?room_id=${path.split('/').at(-1)}`);
    expect(trail.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'room_deleted',
      'room_created',
    ]);
  });

  test('is made once with one idempotency key', async () => {
    const key = { 'idempotency-key': newId() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => broker.post('/rooms', ROOM, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('the list of rooms', () => {
  test('shows each person their own, and an administrator all', async () => {
    const { id } = await openRoom();
    const seen = async (client: Client) =>
      (await client.get('/rooms?limit=100')).body.items.map((room: { id: string }) => room.id);
    expect(await seen(broker)).toContain(id);
    expect(await seen(admin)).toContain(id);
    expect(await seen(await server.as('seller'))).not.toContain(id);
  });

  test('pages without losing or repeating one, while others are added', async () => {
    const opened: string[] = [];
    for (let n = 0; n < 7; n += 1) opened.push((await openRoom({ title: `Paging ${n}` })).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await broker.get(`/rooms?q=paging&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((room: { id: string }) => room.id));
      cursor = body.next_cursor ?? '';
      await openRoom({ title: 'Paging meanwhile' });
    } while (cursor);
    expect(seen).toEqual(opened.toReversed());
  });

  test.each([
    ['kalamata', 'Aegean Pearl'],
    ['ΚΑΛΑΜΆΤΑ', 'Aegean Pearl'],
    ['полярная', 'lightering'],
    ['海安', 'Fujairah'],
    ['9312042', 'Aegean Pearl'],
  ])('finds %s', async (q, title) => {
    const { body } = await broker.get(`/rooms?q=${encodeURIComponent(q)}`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0].title).toContain(title);
    expect(body.items[0]).toMatchObject({
      documents: expect.any(Number),
      documents_open: expect.any(Number),
    });
  });

  test('takes a search literally, filters by status, and refuses a made-up cursor', async () => {
    expect((await broker.get('/rooms?q=%25')).body.items).toEqual([]);
    expect((await broker.get("/rooms?q=')--")).body.items).toEqual([]);
    const { body } = await broker.get('/rooms?status=active');
    expect(body.items.map(({ status }: { status: string }) => status)).toContain('active');
    expect(new Set(body.items.map(({ status }: { status: string }) => status)).size).toBe(1);
    expect((await broker.get('/rooms?cursor=abc')).body.code).toBe('bad_cursor');
    expect((await broker.get('/rooms?limit=101')).status).toBe(422);
  });
});

describe('parties', () => {
  test('are one for each email', async () => {
    const { path } = await openRoom();
    expect((await join(path, 'owner')).status).toBe(201);
    expect((await join(path, 'owner')).body).toMatchObject({ status: 409, code: 'party_exists' });
    const upper = { role: 'viewer', name: 'Again', email: ' OWNER@Roomshot.example ' };
    expect((await broker.post(`${path}/parties`, upper)).body.code).toBe('party_exists');
    expect((await broker.post(`${path}/parties`, { ...upper, email: 'nobody' })).body.code).toBe('bad_email');
  });

  test('owe an approval while their role decides', async () => {
    const { path } = await openRoom();
    const { body: party } = await join(path, 'owner');
    const roles = async () =>
      (await broker.get(`${path}/approvals`)).body.items.map(
        (item: { party_role: string }) => item.party_role,
      );
    expect(await roles()).toEqual(['owner', 'broker']);
    await broker.patch(`${path}/parties/${party.id}`, { role: 'seller' });
    expect(await roles()).toEqual(['broker']);
    await broker.patch(`${path}/parties/${party.id}`, { role: 'charterer' });
    expect(await roles()).toEqual(['broker', 'charterer']);
    expect((await broker.delete(`${path}/parties/${party.id}`)).status).toBe(200);
    expect(await roles()).toEqual(['broker']);
    expect((await broker.delete(`${path}/parties/${party.id}`)).status).toBe(404);
  });

  test('keep one broker, unless an administrator says otherwise', async () => {
    const { path } = await openRoom();
    const { body } = await broker.get(`${path}/parties`);
    const self = `${path}/parties/${body.items[0].id}`;
    expect((await broker.patch(self, { role: 'viewer' })).body.code).toBe('last_broker');
    expect((await broker.delete(self)).body.code).toBe('last_broker');
    expect((await admin.delete(self)).status).toBe(200);
    expect((await broker.get(path)).status).toBe(404);
  });
});

describe('vessels', () => {
  test('keep a doubtful IMO number, with a warning', async () => {
    const { path } = await openRoom();
    const good = await broker.post(`${path}/vessels`, { ...VESSEL, imo: 'IMO 9074729' });
    expect(good.body).toMatchObject({
      imo: 'IMO 9074729',
      warnings: [],
      status: 'active',
      operation_role: null,
    });
    const bad = await broker.post(`${path}/vessels`, { ...VESSEL, imo: '9074728' });
    expect(bad).toMatchObject({
      status: 201,
      body: { imo: '9074728', warnings: [expect.stringContaining('check digit')] },
    });
    const listed = await broker.get(`${path}/vessels`);
    expect(listed.body.items).toEqual([good.body, bad.body]);
  });

  test('leave their documents behind', async () => {
    const { path } = await openRoom();
    const vessel = (await broker.post(`${path}/vessels`, VESSEL)).body;
    const document = await broker.post(`${path}/documents`, { type_code: 'clc', vessel_id: vessel.id });
    expect(document.body).toMatchObject({ vessel_name: 'Aurora', status: 'missing' });
    expect((await broker.delete(`${path}/vessels/${vessel.id}`)).status).toBe(403);
    expect((await admin.delete(`${path}/vessels/${vessel.id}`)).status).toBe(200);
    const { body } = await broker.get(`${path}/documents/${document.body.id}`);
    expect(body).toMatchObject({ vessel_id: null, vessel_name: null });
  });
});

describe('documents', () => {
  const upload = (
    client: Client,
    path: string,
    file: Buffer,
    own: { name?: string; expires_on?: string } = {},
  ) => {
    const form = new FormData();
    if (own.expires_on) form.set('expires_on', own.expires_on);
    form.set('file', new Blob([new Uint8Array(file)], { type: 'application/pdf' }), own.name ?? 'clc.pdf');
    return client.open(`${path}/file`, { method: 'PUT', body: form });
  };
  const listDocument = async (path: string, own: object = {}) =>
    `${path}/documents/${(await broker.post(`${path}/documents`, { type_code: 'clc', ...own })).body.id}`;

  test('are uploaded, reviewed, and given back byte for byte', async () => {
    const { path } = await openRoom();
    await join(path, 'seller');
    const seller = await server.as('seller');
    const document = await listDocument(path);
    expect((await broker.post(`${document}/approve`)).body.code).toBe('not_reviewable');
    const bytes = randomBytes(300_000);
    const name = 'Свидетельство "CLC"\r\n; 证书.pdf';
    const uploaded = await upload(seller, document, bytes, { name, expires_on: '2028-02-20' });
    expect(await uploaded.json()).toMatchObject({
      status: 'under_review',
      expires_on: '2028-02-20',
      file_size: bytes.length,
      file_sha256: createHash('sha256').update(bytes).digest('hex'),
      uploaded_by: 'seller@roomshot.example',
    });
    expect((await seller.post(`${document}/approve`)).status).toBe(403);
    const rejected = await broker.post(`${document}/reject`, { note: 'The stamp is missing.' });
    expect(rejected.body).toMatchObject({
      status: 'rejected',
      notes: 'The stamp is missing.',
      reviewed_by: 'broker@roomshot.example',
    });
    expect((await broker.post(`${document}/approve`)).body).toMatchObject({ status: 'approved' });
    const download = await seller.download(`${document}/file`);
    expect(download.bytes.equals(bytes)).toBe(true);
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
    expect(download.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\w.() -]+"; filename\*=UTF-8''/,
    );
    const trail = await admin.get('/activity?action=document_downloaded&limit=1');
    expect(trail.body.items[0]).toMatchObject({ actor: 'seller@roomshot.example' });
  });

  test('refuse a file that is too large, no file, or a day that is none', async () => {
    const { path } = await openRoom();
    const document = await listDocument(path);
    const largest = 25 * 1024 * 1024;
    expect((await upload(broker, document, Buffer.alloc(largest + 1))).status).toBe(413);
    expect((await upload(broker, document, Buffer.alloc(largest + 5_000_000))).status).toBe(413);
    expect((await broker.get(document)).body).toMatchObject({ status: 'missing', file_size: null });
    const badDay = { expires_on: '2027-02-30' };
    expect((await upload(broker, document, Buffer.alloc(largest), badDay)).status).toBe(422);
    const nowhere = `${path}/documents/${newId()}`;
    expect((await upload(broker, nowhere, Buffer.alloc(largest))).status).toBe(404);
    expect((await upload(broker, `/rooms/${newId()}/documents/x`, Buffer.alloc(largest))).status).toBe(404);
    expect((await upload(broker, document, Buffer.alloc(largest))).status).toBe(200);
    const form = new FormData();
    form.set('other', 'x');
    expect((await broker.open(`${document}/file`, { method: 'POST', body: form })).status).toBe(422);
    expect((await broker.post(`${document}/file`, {})).body.code).toBe('file_missing');
    expect((await broker.delete(`${document}/file`)).body).toMatchObject({
      status: 'missing',
      file_name: null,
    });
    expect((await broker.get(`${document}/file`)).body.code).toBe('file_not_found');
  });

  test('expire by themselves, and are not approved then', async () => {
    const { path } = await openRoom();
    const document = await listDocument(path, { status: 'under_review', expires_on: '2020-01-31' });
    expect((await broker.get(document)).body.status).toBe('expired');
    expect((await broker.post(`${document}/approve`)).body.code).toBe('not_reviewable');
    const renewed = await broker.patch(document, { expires_on: '2099-01-31', status: 'approved' });
    expect(renewed.body).toMatchObject({ status: 'approved', reviewed_by: 'broker@roomshot.example' });
  });

  test('belong to a vessel of their own room, and to a type that there is', async () => {
    const { path } = await openRoom();
    const other = await openRoom();
    const vessel = (await broker.post(`${other.path}/vessels`, VESSEL)).body;
    const refused = await broker.post(`${path}/documents`, { type_code: 'clc', vessel_id: vessel.id });
    expect(refused.body).toMatchObject({ status: 404, code: 'vessel_not_found' });
    expect((await broker.post(`${path}/documents`, { type_code: 'nothing' })).body.code).toBe(
      'unknown_document_type',
    );
    const elsewhere = await listDocument(other.path);
    const id = elsewhere.split('/').at(-1);
    expect((await broker.get(`${path}/documents/${id}`)).body).toMatchObject({
      status: 404,
      detail: 'Document not found',
    });
    expect((await broker.get(`${path}/documents/${newId()}`)).body.detail).toBe('Document not found');
  });
});

describe('approvals', () => {
  test('are given by the party itself or an administrator, and revoked', async () => {
    const { path } = await openRoom();
    await join(path, 'owner');
    const { items } = (await broker.get(`${path}/approvals`)).body;
    const [ofOwner, ofBroker] = items.map(({ id }: { id: string }) => `${path}/approvals/${id}`);
    expect((await broker.post(`${ofOwner}/approve`)).body).toMatchObject({
      status: 403,
      code: 'not_your_approval',
    });
    const owner = await server.as('owner');
    expect((await owner.post(`${ofOwner}/reject`, { note: 'Too late' })).body).toMatchObject({
      status: 'rejected',
      note: 'Too late',
    });
    expect((await owner.post(`${ofOwner}/approve`)).body).toMatchObject({ status: 'approved', note: null });
    expect((await admin.post(`${ofBroker}/approve`)).body).toMatchObject({ status: 'approved' });
    expect((await owner.post(`${ofBroker}/revoke`)).body).toMatchObject({ status: 'pending' });
    const { body } = await broker.get(`${path}/activity`);
    expect(body.items.slice(0, 2).map(({ summary }: { summary: string }) => summary)).toEqual([
      'The approval by Ingrid Sørensen (broker) was revoked.',
      'Ingrid Sørensen (broker) gave the approval. Entered by an administrator.',
    ]);
  });

  test('are asked of who decides, once', async () => {
    const { path } = await openRoom();
    const vessel = (await broker.post(`${path}/vessels`, VESSEL)).body;
    const seller = (await join(path, 'seller')).body;
    const owner = (await join(path, 'owner')).body;
    const ask = (party_id: string) => broker.post(`${path}/approvals`, { party_id, vessel_id: vessel.id });
    expect((await ask(seller.id)).body.code).toBe('party_does_not_decide');
    expect((await ask(owner.id)).body).toMatchObject({ vessel_name: 'Aurora', status: 'pending' });
    expect((await ask(owner.id)).body).toMatchObject({ status: 409, code: 'approval_exists' });
  });
});

describe('activity', () => {
  test('pages newest first, and stays in place while more happens', async () => {
    const { path } = await openRoom();
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

  test('of all rooms is for administrators, newest first', async () => {
    expect((await broker.get('/activity')).status).toBe(403);
    const first = await admin.get('/activity?limit=2');
    const second = await admin.get(`/activity?limit=2&cursor=${first.body.next_cursor}`);
    const places = [...first.body.items, ...second.body.items].map(({ seq }: { seq: number }) => seq);
    expect(places).toEqual([...places].sort((a, b) => b - a));
    const mine = await admin.get('/activity?actor=broker@roomshot.example&action=message_sent&limit=1');
    expect(mine.body.items[0]).toMatchObject({ detail: { text: expect.any(String) } });
  });
});

describe('document types', () => {
  test('are read by all, and managed by administrators', async () => {
    const viewer = await server.as('viewer');
    const { body } = await viewer.get('/document-types');
    expect(body.items.length).toBeGreaterThan(30);
    const type = {
      code: 'gas_free',
      name: 'Gas-free certificate',
      category: 'technical',
      criticality: 'high',
      required: false,
    };
    expect((await broker.post('/document-types', type)).status).toBe(403);
    expect((await admin.post('/document-types', type)).body).toMatchObject(type);
    expect((await admin.post('/document-types', type)).body).toMatchObject({
      status: 409,
      code: 'document_type_exists',
    });
    expect((await admin.patch('/document-types/nothing', { name: 'x' })).status).toBe(404);
  });

  test('move the rooms that show them', async () => {
    const { path } = await openRoom();
    await admin.post('/document-types', {
      code: 'own',
      name: 'Own',
      category: 'general',
      criticality: 'low',
      required: false,
    });
    await broker.post(`${path}/documents`, { type_code: 'own' });
    await admin.patch('/document-types/own', { criticality: 'high' });
    const { body } = await broker.get(path);
    expect(body.revision).toBe(3);
    await admin.patch('/document-types/own', { description: 'No record shows this.' });
    expect((await broker.get(path)).body.revision).toBe(3);
  });
});

test('what is new in a room is found where the answer says', async () => {
  const { path } = await openRoom();
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

test('every route of a room answers a stranger as if the room were not there', async () => {
  const { path, id } = await openRoom();
  const stranger = await server.as('seller');
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
    const there = await stranger.open(`${path}${route}`, { method });
    const nowhere = await stranger.open(`/rooms/${newId()}${route}`, { method });
    const plain = async (answer: Response) => ({ ...((await answer.json()) as object), request_id: '' });
    expect(there.status, `${method} ${route} of ${id}`).toBe(404);
    expect(await plain(there)).toEqual(await plain(nowhere));
  }
});
