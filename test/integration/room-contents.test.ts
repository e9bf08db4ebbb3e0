import { createHash, randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { newId } from '../../src/platform/kernel/ids.ts';
import type { Client } from '../support/client.ts';
import { fileDocument, upload } from '../support/evidence.ts';
import { join, openRoom } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';

const VESSEL = { name: 'Aurora', vessel_type: 'Aframax', flag: 'Malta', imo: '9074729' };

describe('parties', () => {
  test('are one for each email', async ({ broker, newRoom: { path } }) => {
    expect((await join(broker, path, 'owner')).status).toBe(201);
    expect((await join(broker, path, 'owner')).body).toMatchObject({ status: 409, code: 'party_exists' });
    const upper = { role: 'viewer', name: 'Again', email: ' OWNER@Roomshot.example ' };
    expect((await broker.post(`${path}/parties`, upper)).body.code).toBe('party_exists');
    expect((await broker.post(`${path}/parties`, { ...upper, email: 'nobody' })).body.code).toBe('bad_email');
  });

  test('owe an approval while their role decides', async ({ broker, newRoom: { path } }) => {
    const { body: party } = await join(broker, path, 'owner');
    const roles = async () =>
      (await broker.get(`${path}/approvals`)).body.items.map(
        (item: { party_role: string }) => item.party_role,
      );
    expect(await roles()).toEqual(['owner', 'broker']);
    await broker.patch(`${path}/parties/${party.id}`, { role: 'seller', reason: 'Sold the ship' });
    expect(await roles()).toEqual(['broker']);
    await broker.patch(`${path}/parties/${party.id}`, { role: 'charterer' });
    expect(await roles()).toEqual(['broker', 'charterer']);
    const gone = `${path}/parties/${party.id}?reason=Replaced`;
    expect((await broker.delete(gone)).status).toBe(200);
    expect(await roles()).toEqual(['broker']);
    expect((await broker.delete(gone)).status).toBe(404);
  });

  test('keep one broker, unless an administrator says otherwise', async ({
    broker,
    admin,
    newRoom: { path },
  }) => {
    const { body } = await broker.get(`${path}/parties`);
    const self = `${path}/parties/${body.items[0].id}`;
    expect((await broker.patch(self, { role: 'viewer' })).body.code).toBe('last_broker');
    expect((await broker.delete(self)).body.code).toBe('last_broker');
    expect((await admin.delete(`${self}?reason=Replaced`)).status).toBe(200);
    expect((await broker.get(path)).status).toBe(404);
  });
});

describe('vessels', () => {
  test('keep a doubtful IMO number, with a warning', async ({ broker, newRoom: { path } }) => {
    const good = await broker.post(`${path}/vessels`, { ...VESSEL, imo: 'IMO 9074729' });
    expect(good.body).toMatchObject({
      imo: 'IMO 9074729',
      warnings: [],
      status: 'active',
      operation_role: null,
    });
    const bad = await broker.post(`${path}/vessels`, { ...VESSEL, name: 'Polaris', imo: '9074728' });
    expect(bad).toMatchObject({
      status: 201,
      body: { imo: '9074728', warnings: [expect.stringContaining('check digit')] },
    });
    const listed = await broker.get(`${path}/vessels`);
    expect(listed.body.items).toEqual([good.body, bad.body]);
  });

  test('take unsent documents with them, and ask what becomes of the others', async ({
    broker,
    admin,
    owner,
    newRoom: { path },
  }) => {
    await join(broker, path, 'owner');
    const vessel = (await broker.post(`${path}/vessels`, VESSEL)).body;
    const own = { type_code: 'clc', vessel_id: vessel.id };
    const [unsent, sent] = [
      (await broker.post(`${path}/documents`, own)).body,
      (await broker.post(`${path}/documents`, own)).body,
    ];
    expect(unsent).toMatchObject({ vessel_name: 'Aurora', status: 'missing' });
    await fileDocument({ uploader: owner, reviewer: broker }, `${path}/documents/${sent.id}`);
    const ship = `${path}/vessels/${vessel.id}`;
    expect((await broker.delete(ship)).status).toBe(403);
    expect(await admin.delete(ship)).toMatchObject({ status: 409, body: { code: 'vessel_has_documents' } });
    expect((await admin.delete(`${ship}?documents=superseded`)).status).toBe(200);
    const { items } = (await broker.get(`${path}/documents`)).body;
    expect(items).toMatchObject([{ id: sent.id, vessel_id: null, status: 'superseded' }]);
  });
});

describe('documents', () => {
  /** Of the operation, and with an expiry. */
  const TYPE = { type_code: 'fender_certificates' };
  const listDocument = async (broker: Client, path: string, own: object = {}) =>
    `${path}/documents/${(await broker.post(`${path}/documents`, { ...TYPE, ...own })).body.id}`;

  test('are uploaded, reviewed, and given back byte for byte', async ({
    broker,
    admin,
    seller,
    newRoom: { path },
  }) => {
    await join(broker, path, 'seller');
    const document = await listDocument(broker, path);
    expect((await broker.post(`${document}/approve`)).body.code).toBe('not_reviewable');
    const bytes = randomBytes(300_000);
    const name = 'Свидетельство "CLC"\r\n; 证书.pdf';
    const facts = { expires_on: '2028-02-20' };
    const uploaded = await upload(seller, document, { bytes, name, facts });
    expect(uploaded.body).toMatchObject({
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

  test('refuse a form that was cut off or has no boundary, as the verification does', async ({
    broker,
    newRoom: { path },
  }) => {
    const document = await listDocument(broker, path);
    const beginning = '--b\r\nContent-Disposition: form-data; name="file"; filename="clc.pdf"\r\n';
    const forms = [
      ['; boundary=b', `${beginning}\r\n%PDF-1.7`],
      ['; boundary=b', beginning],
      ['', beginning],
      [`; boundary=${'b'.repeat(300)}`, beginning],
    ] as const;
    for (const [boundary, body] of forms) {
      const headers = { 'content-type': `multipart/form-data${boundary}` };
      for (const place of [`${document}/file`, '/verify']) {
        const answer = await broker.open(place, { method: 'POST', body, headers });
        expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'malformed_body' }]);
      }
    }
    expect((await broker.get(document)).body).toMatchObject({ status: 'missing', file_size: null });
  });

  test('take a file once under an idempotency key, and no other one under it', async ({
    broker,
    newRoom: { path },
  }) => {
    const document = await listDocument(broker, path);
    const key = { 'idempotency-key': newId() };
    const send = (content: string, own: object = {}) =>
      upload(broker, document, { bytes: Buffer.from(content), headers: key, ...own });
    const first = await send('one');
    const again = await send('one');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    for (const [content, own] of [
      ['two', {}],
      ['one', { name: 'q88.pdf' }],
      ['one', { facts: { expires_on: '2028-02-20' } }],
    ] as const) {
      expect(await send(content, own)).toMatchObject({
        status: 422,
        body: { code: 'idempotency_key_reused' },
      });
    }
  });

  test('refuse a file that is too large, no file, or a day that is none', async ({
    broker,
    newRoom: { path },
  }) => {
    const document = await listDocument(broker, path);
    const largest = 25 * 1024 * 1024;
    const send = (size: number, to = document, facts = {}) =>
      upload(broker, to, { bytes: Buffer.alloc(size), facts });
    expect((await send(largest + 1)).status).toBe(413);
    expect((await send(largest + 5_000_000)).status).toBe(413);
    expect((await broker.get(document)).body).toMatchObject({ status: 'missing', file_size: null });
    const badDay = { expires_on: '2027-02-30' };
    expect((await send(largest, document, badDay)).status).toBe(422);
    const nowhere = `${path}/documents/${newId()}`;
    expect((await send(largest, nowhere)).status).toBe(404);
    expect((await send(largest, `/rooms/${newId()}/documents/x`)).status).toBe(404);
    expect((await send(largest)).status).toBe(200);
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

  test('that somebody called expired can be approved once their day is corrected', async ({
    broker,
    newRoom: { path },
  }) => {
    const document = await listDocument(broker, path);
    await upload(broker, document);
    await broker.patch(document, { status: 'expired' });
    for (const expires_on of [null, '2020-01-31']) {
      await broker.patch(document, { expires_on });
      const refused = await broker.post(`${document}/approve`);
      expect(refused.body).toMatchObject({
        code: 'not_reviewable',
        detail: expect.stringContaining('correct its expiry day'),
      });
    }
    await broker.patch(document, { expires_on: '2099-01-31' });
    expect((await broker.post(`${document}/approve`)).body).toMatchObject({ status: 'approved' });
  });

  test('expire by themselves, and are not approved then', async ({ broker, newRoom: { path } }) => {
    const document = await listDocument(broker, path);
    await upload(broker, document, { facts: { expires_on: '2020-01-31' } });
    expect((await broker.get(document)).body.status).toBe('expired');
    expect((await broker.post(`${document}/approve`)).body.code).toBe('not_reviewable');
    const renewed = await broker.patch(document, { expires_on: '2099-01-31', status: 'approved' });
    expect(renewed.body).toMatchObject({ status: 'approved', reviewed_by: 'broker@roomshot.example' });
  });

  test('that wait for another review do not name who did the last one', async ({
    broker,
    newRoom: { path },
  }) => {
    const document = await listDocument(broker, path);
    await fileDocument({ uploader: broker, reviewer: broker }, document);
    const edited = await broker.patch(document, { notes: 'Seen on board' });
    expect(edited.body).toMatchObject({ reviewed_by: 'broker@roomshot.example' });
    for (const status of ['under_review', 'missing', 'expired']) {
      await broker.patch(document, { status: 'approved' });
      const { body } = await broker.patch(document, { status });
      expect(body).toMatchObject({ status, reviewed_by: null, reviewed_at: null });
    }
  });

  test('belong to a vessel of their own room, and to a type that there is', async ({
    broker,
    newRoom: { path },
  }) => {
    const other = await openRoom(broker);
    const vessel = (await broker.post(`${other.path}/vessels`, VESSEL)).body;
    const refused = await broker.post(`${path}/documents`, { type_code: 'clc', vessel_id: vessel.id });
    expect(refused.body).toMatchObject({ status: 404, code: 'vessel_not_found' });
    expect((await broker.post(`${path}/documents`, { type_code: 'nothing' })).body.code).toBe(
      'unknown_document_type',
    );
    const elsewhere = await listDocument(broker, other.path);
    const id = elsewhere.split('/').at(-1);
    expect((await broker.get(`${path}/documents/${id}`)).body).toMatchObject({
      status: 404,
      detail: 'Document not found',
    });
    expect((await broker.get(`${path}/documents/${newId()}`)).body.detail).toBe('Document not found');
  });
});

describe('approvals', () => {
  test('are given by the party itself or an administrator, and revoked', async ({
    broker,
    admin,
    owner,
    newRoom: { path },
  }) => {
    await join(broker, path, 'owner');
    const { items } = (await broker.get(`${path}/approvals`)).body;
    const [ofOwner, ofBroker] = items.map(({ id }: { id: string }) => `${path}/approvals/${id}`);
    expect((await broker.post(`${ofOwner}/approve`)).body).toMatchObject({
      status: 403,
      code: 'not_your_approval',
    });
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

  test('are asked of who decides, once', async ({ broker, newRoom: { path } }) => {
    const vessel = (await broker.post(`${path}/vessels`, VESSEL)).body;
    const seller = (await join(broker, path, 'seller')).body;
    const owner = (await join(broker, path, 'owner')).body;
    const ask = (party_id: string) => broker.post(`${path}/approvals`, { party_id, vessel_id: vessel.id });
    expect((await ask(seller.id)).body.code).toBe('party_does_not_decide');
    expect((await ask(owner.id)).body).toMatchObject({ vessel_name: 'Aurora', status: 'pending' });
    expect((await ask(owner.id)).body).toMatchObject({ status: 409, code: 'approval_exists' });
  });
});
