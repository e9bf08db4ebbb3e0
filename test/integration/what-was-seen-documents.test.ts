import { describe, expect } from 'vitest';
import {
  approveAll,
  type ClearedRoom,
  codesOf,
  listDocuments,
  openClearedRoom,
  SHIPS,
} from '../support/cleared-room.ts';
import type { Answer, Client } from '../support/client.ts';
import { daysFromNow, fileDocument, PDF, upload } from '../support/evidence.ts';
import { join, openRoom } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';

// What people of the trade saw a room clear, and what must never happen again: documents that are not there, that
// nobody dated, that one person files and approves, and that change after their review.

const test = serverTest.extend(
  'cleared',
  ({ broker, owner }): Promise<ClearedRoom> => openClearedRoom({ broker, owner }),
);

const ofType = ({ documents }: ClearedRoom, code: string): string =>
  documents.find(({ type_code }) => type_code === code).path;
const listOne = async (broker: Client, path: string, type_code: string): Promise<string> =>
  `${path}/documents/${(await broker.post(`${path}/documents`, { type_code })).body.id}`;
const textsOf = async (client: Client, path: string): Promise<string[]> =>
  (await client.get(path)).body.verdict.reasons.map(({ text }: { text: string }) => text);

test('two tankers are not cleared on one Q88 and one class report', async ({ broker, owner }) => {
  const { path } = await openRoom(broker, { sts_eta: `${daysFromNow(10)}T08:00:00Z` });
  await join(broker, path, 'owner');
  const vessels: string[] = [];
  for (const ship of SHIPS) vessels.push((await broker.post(`${path}/vessels`, ship)).body.id);
  const people = { uploader: owner, reviewer: broker };
  const file = async (vessel_id: string | undefined) => {
    for (const type_code of ['q88', 'class_status']) {
      const { body } = await broker.post(`${path}/documents`, { type_code, vessel_id });
      await fileDocument(people, `${path}/documents/${body.id}`);
    }
  };
  await file(vessels[0]);
  await approveAll({ broker, owner }, path);
  expect((await broker.get(path)).body.verdict.outcome).toBe('not_cleared');
  expect(await textsOf(broker, path)).toEqual([
    'Class status report of Nordlys: not listed.',
    'Q88 / HVPQ of Nordlys: not listed.',
  ]);
  await file(vessels[1]);
  expect(await codesOf(broker, path)).toEqual([]);
});

test('a document of a ship is not approved without its ship', async ({ broker, newRoom: { path } }) => {
  const document = await listOne(broker, path, 'clc');
  await upload(broker, document, { facts: { expires_on: '2099-12-31' } });
  const { body } = await broker.post(`${document}/approve`);
  expect(body).toMatchObject({ status: 409, code: 'document_vessel_not_stated' });
});

describe('a file', () => {
  test('without content is refused, and nothing is filed', async ({ broker, newRoom: { path } }) => {
    const document = await listOne(broker, path, 'fender_certificates');
    const { status, body } = await upload(broker, document, { bytes: Buffer.alloc(0) });
    expect([status, body.code]).toEqual([422, 'file_empty']);
    expect((await broker.get(document)).body).toMatchObject({ status: 'missing', version: 0 });
  });

  test('may stand before or after its facts in the form', async ({ broker, newRoom: { path } }) => {
    const document = await listOne(broker, path, 'fender_certificates');
    const facts = { expires_on: '2099-12-31', certificate_number: 'F-17', issuer: 'DNV' };
    for (const fileFirst of [true, false]) {
      const { status, body } = await upload(broker, document, { facts, fileFirst });
      expect([status, body]).toMatchObject([200, facts]);
    }
    const refusals = [
      [{ expires: '2099-12-31' }, 'unknown_part'],
      [{ expires_on: '31.12.2099' }, 'bad_expiry_day'],
      [{ issued_on: '2026-02-30' }, 'bad_version_fact'],
      [{ no_expiry_stated: 'perhaps' }, 'bad_version_fact'],
      [{ issuer: 'two\nlines' }, 'bad_version_fact'],
    ] as const;
    for (const [wrong, code] of refusals) {
      const refused = await upload(broker, document, { facts: wrong, fileFirst: true });
      expect(refused.body, JSON.stringify(wrong)).toMatchObject({ status: 422, code });
    }
    expect((await broker.get(document)).body).toMatchObject({ ...facts, version: 2 });
  });

  test('whose content is not what its name says is marked', async ({ broker, newRoom: { path } }) => {
    const document = await listOne(broker, path, 'fender_certificates');
    const text = Buffer.from('Tested and found in good order.');
    const cases = [
      ['fenders.pdf', PDF, null],
      ['FENDERS.PDF', PDF, null],
      ['fenders.txt', text, null],
      ['fenders', PDF, null],
      ['fenders.pdf', text, 'The content is no .pdf file.'],
      ['fenders.jpg', PDF, 'The name ends in .jpg, but the content is application/pdf.'],
      ['fenders.pdf', Buffer.from('MZ\u0090\u0000', 'latin1'), expect.stringContaining('x-msdownload')],
      ['fenders.txt', PDF, 'The name ends in .txt, but the content is application/pdf.'],
    ] as const;
    for (const [name, bytes, file_mismatch] of cases) {
      const { body } = await upload(broker, document, { name, bytes });
      expect(body, name).toMatchObject({ status: 'under_review', file_name: name, file_mismatch });
    }
  });
});

describe('a document is approved only', () => {
  test('with a file, whichever way it is approved', async ({ broker, newRoom: { path } }) => {
    const type_code = 'fender_certificates';
    const facts = { status: 'approved', expires_on: '2099-12-31' };
    const listed = await broker.post(`${path}/documents`, { type_code, ...facts });
    const document = await listOne(broker, path, type_code);
    const edited = await broker.patch(document, facts);
    await broker.patch(document, { status: 'under_review' });
    const reviewed = await broker.post(`${document}/approve`, { expires_on: '2099-12-31' });
    for (const { body } of [listed, edited, reviewed])
      expect(body).toMatchObject({ status: 409, code: 'document_file_missing' });
  });

  test('with an expiry, or the statement that it has none', async ({ broker, newRoom: { path } }) => {
    const document = await listOne(broker, path, 'fender_certificates');
    for (const facts of [{ expires_on: '2099-12-31' }, { no_expiry_stated: true }]) {
      await upload(broker, document);
      const { body } = await broker.post(`${document}/approve`);
      expect(body).toMatchObject({ status: 409, code: 'document_expiry_not_stated' });
      expect((await broker.get(document)).body.status).toBe('under_review');
      const approved = await broker.post(`${document}/approve`, facts);
      expect(approved.body).toMatchObject({ status: 'approved', ...facts });
    }
  });

  test('with its day of issue, where its age counts, and not for longer', async ({ broker, cleared }) => {
    const q88 = ofType(cleared, 'q88');
    await upload(broker, q88);
    const { body } = await broker.post(`${q88}/approve`);
    expect(body).toMatchObject({ status: 409, code: 'document_issue_day_not_stated' });
    const issued_on = daysFromNow(-80);
    expect((await broker.post(`${q88}/approve`, { issued_on })).body.valid_until).toBe(daysFromNow(10));
    expect(await textsOf(broker, cleared.path)).toContainEqual(
      expect.stringContaining(`issued on ${issued_on} and valid for 90 days, until ${daysFromNow(10)}`),
    );
  });
});

describe('four eyes', () => {
  test('mark what its uploader approves', async ({ broker, cleared }) => {
    const document = ofType(cleared, 'clc');
    await fileDocument({ uploader: broker, reviewer: broker }, document);
    const { verdict } = (await broker.get(cleared.path)).body;
    expect(verdict.reasons).toContainEqual(
      expect.objectContaining({
        ...{ code: 'document_approved_by_uploader', blocking: false },
        text: expect.stringContaining('approved by its uploader, broker@roomshot.example'),
      }),
    );
  });

  test('refuse it, where the room requires them', async ({ broker, owner, cleared }) => {
    expect((await broker.patch(cleared.path, { four_eyes: 'required' })).status).toBe(200);
    const document = ofType(cleared, 'clc');
    await upload(broker, document, { facts: { expires_on: '2099-12-31' } });
    const refused = await broker.post(`${document}/approve`);
    expect(refused.body).toMatchObject({ status: 409, code: 'document_approved_by_uploader' });
    expect((await broker.patch(document, { status: 'approved' })).status).toBe(409);
    expect((await owner.post(`${document}/approve`)).body).toMatchObject({ status: 'approved' });
  });

  test('are given up only with a reason, which the room says for ever', async ({ broker, cleared }) => {
    const refused = await broker.patch(cleared.path, { four_eyes: 'off' });
    expect(refused.body).toMatchObject({ status: 422, code: 'reason_required' });
    const reason = 'The broker is alone over the holidays.';
    const { body } = await broker.patch(cleared.path, { four_eyes: 'off', reason });
    expect(body.exceptions).toMatchObject([{ kind: 'four_eyes_reduced', reason }]);
    await fileDocument({ uploader: broker, reviewer: broker }, ofType(cleared, 'clc'));
    const codes = await codesOf(broker, cleared.path);
    expect(codes).toContain('exception');
    expect(codes).not.toContain('document_approved_by_uploader');
  });
});

describe('an approved document', () => {
  test('that somebody overwrites is under review again, and its version stays', async ({
    broker,
    owner,
    seller,
    cleared,
  }) => {
    await join(broker, cleared.path, 'seller');
    const document = ofType(cleared, 'clc');
    const before = (await broker.get(document)).body;
    const bytes = Buffer.from(`${PDF}% of the seller`);
    const { body } = await upload(seller, document, { bytes });
    expect(body).toMatchObject({
      ...{ status: 'under_review', version: 2, expires_on: null, reviewed_by: null },
      uploaded_by: 'seller@roomshot.example',
      earlier_versions: [
        {
          ...{ version: 1, status: 'approved', expires_on: before.expires_on },
          ...{ file_sha256: before.file_sha256, reviewed_by: 'broker@roomshot.example' },
        },
      ],
    });
    expect((await broker.download(`${document}/file?version=1`)).bytes.equals(PDF)).toBe(true);
    expect((await broker.download(`${document}/file`)).bytes.equals(bytes)).toBe(true);
    expect((await broker.get(`${document}/file?version=3`)).status).toBe(404);
    const { verdict } = (await broker.get(cleared.path)).body;
    expect(verdict.outcome).toBe('pending');
    expect(verdict.reasons).toContainEqual(
      expect.objectContaining({
        ...{ code: 'document_under_review', document_id: before.id, action: 'review' },
        text: expect.stringContaining('version 2 is under review; version 1 was approved'),
      }),
    );
    expect((await broker.post(`${document}/approve`)).body.code).toBe('document_expiry_not_stated');
    await broker.post(`${document}/approve`, { expires_on: '2099-12-31' });
    // Who approved the operation approved it with the other version.
    expect(await codesOf(broker, cleared.path)).toEqual(['approval_lapsed', 'approval_lapsed']);
    await approveAll({ broker, owner }, cleared.path);
    expect(await codesOf(broker, cleared.path)).toEqual([]);
  });

  test('is overwritten only by the party that is responsible for it', async ({
    broker,
    owner,
    seller,
    cleared,
  }) => {
    await join(broker, cleared.path, 'seller');
    const { body: buyer } = await join(broker, cleared.path, 'buyer');
    const document = ofType(cleared, 'clc');
    await broker.patch(document, { responsible_party_id: buyer.id });
    const before = (await broker.get(document)).body;
    expect(before).toMatchObject({ responsible_party: buyer.name, status: 'approved' });
    const refused = await upload(seller, document);
    expect(refused.body).toMatchObject({ status: 403, code: 'not_responsible' });
    expect((await broker.get(document)).body).toEqual(before);
    for (const client of [owner, broker]) expect((await upload(client, document)).status).toBe(200);
  });

  test.for([
    { expires_on: '2099-06-30' },
    { certificate_number: 'B-2' },
    { issuer: 'Another class' },
    { expires_on: null, no_expiry_stated: true },
  ])('is under review again after %j', async (facts, { broker, cleared }) => {
    const document = ofType(cleared, 'clc');
    expect((await broker.patch(document, facts)).body).toMatchObject({
      ...{ status: 'under_review', reviewed_by: null, ...facts },
    });
    expect((await broker.get(cleared.path)).body.verdict).toMatchObject({
      outcome: 'pending',
      reasons: [{ code: 'document_under_review' }],
    });
    expect((await broker.post(`${document}/approve`)).body).toMatchObject({ status: 'approved' });
    expect(await codesOf(broker, cleared.path)).toEqual([]);
  });

  test('keeps its review when a remark changes', async ({ broker, cleared }) => {
    const facts = { notes: 'Seen on board', priority: 'high' };
    const { body } = await broker.patch(ofType(cleared, 'clc'), facts);
    expect(body).toMatchObject({ status: 'approved', reviewed_by: 'broker@roomshot.example', ...facts });
    expect(await codesOf(broker, cleared.path)).toEqual([]);
  });
});

test('adding a ship lists its documents, and they count', async ({ broker, cleared: { path } }) => {
  const before = await listDocuments(broker, path);
  const third = { ...SHIPS[0], name: 'Third', imo: '9319466', operation_role: null };
  const { body: vessel } = await broker.post(`${path}/vessels`, third);
  const added: Answer['body'][] = (await listDocuments(broker, path)).filter(
    ({ id }) => !before.some((document) => document.id === id),
  );
  expect(added.map(({ type_code }) => type_code).toSorted()).toEqual(['clc', 'q88']);
  for (const document of added) expect(document).toMatchObject({ vessel_id: vessel.id, status: 'missing' });
  expect((await broker.get(path)).body.verdict.outcome).toBe('not_cleared');
});
