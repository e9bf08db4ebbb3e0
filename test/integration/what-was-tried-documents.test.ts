import { describe, expect } from 'vitest';
import {
  approveAll,
  type ClearedRoom,
  codesOf,
  listDocuments,
  openClearedRoom,
} from '../support/cleared-room.ts';
import type { Answer, Client } from '../support/client.ts';
import { daysFromNow, upload } from '../support/evidence.ts';
import { join } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';

// What an outsider tried in order to clear a room without evidence.

const test = serverTest.extend(
  'cleared',
  ({ broker, owner }): Promise<ClearedRoom> => openClearedRoom({ broker, owner }),
);

const verdictOf = async (client: Client, path: string): Promise<Answer['body']> =>
  (await client.get(path)).body.verdict;

describe('a document that is released before it counts', () => {
  const reason = 'No crew changes since the last one.';

  test('needs its reason when its requirement makes it count', async ({
    broker,
    cleared: { path, vessels },
  }) => {
    for (const { id: vessel_id } of vessels) {
      const listed = { type_code: 'crew_list', vessel_id, status: 'waived' };
      expect((await broker.post(`${path}/documents`, listed)).status).toBe(201);
    }
    expect(await codesOf(broker, path)).toEqual([]);
    const { items } = (await broker.get(`${path}/requirements`)).body;
    const { id } = items.find(({ type_code }: { type_code: string }) => type_code === 'crew_list');
    const raised = { required: true, criticality: 'high' };
    const refused = await broker.patch(`${path}/requirements/${id}`, raised);
    expect(refused.body).toMatchObject({ status: 422, code: 'reason_required' });
    expect((await broker.patch(`${path}/requirements/${id}`, { ...raised, reason })).status).toBe(200);
    const { outcome, reasons } = await verdictOf(broker, path);
    expect([outcome, reasons.length]).toEqual(['cleared_with_subjects', 2]);
    for (const { code, text } of reasons) {
      expect([code, text]).toEqual(['exception', expect.stringContaining(reason)]);
    }
  });

  test('needs its reason when it comes to the critical path', async ({ broker, cleared: { path } }) => {
    const listed = { type_code: 'provider_audit', status: 'not_applicable' };
    const { body } = await broker.post(`${path}/documents`, listed);
    const document = `${path}/documents/${body.id}`;
    const refused = await broker.patch(document, { critical_path: true });
    expect(refused.body).toMatchObject({ status: 422, code: 'reason_required' });
    expect((await broker.patch(document, { critical_path: true, reason })).status).toBe(200);
    expect(await codesOf(broker, path)).toEqual(['exception']);
    expect((await broker.delete(document)).status).toBe(200);
    expect(await codesOf(broker, path)).toEqual(['exception']);
  });
});

describe('a day of issue in the future', () => {
  const issued_on = daysFromNow(400);

  test('does not make a Q88 valid for longer', async ({ broker, owner, cleared: { path, documents } }) => {
    const q88 = documents.find(({ type_code }) => type_code === 'q88').path;
    expect((await broker.patch(q88, { issued_on })).body.status).toBe('under_review');
    const impossible = { status: 409, code: 'document_issue_day_impossible' };
    expect((await broker.post(`${q88}/approve`)).body).toMatchObject(impossible);
    expect((await broker.patch(q88, { status: 'approved' })).body).toMatchObject(impossible);
    expect((await upload(owner, q88, { facts: { issued_on } })).status).toBe(200);
    expect((await broker.post(`${q88}/approve`)).body).toMatchObject(impossible);
    expect((await verdictOf(broker, path)).outcome).toBe('pending');
  });

  test('is not stated by the reviewer', async ({ broker, owner, cleared: { documents } }) => {
    const q88 = documents.find(({ type_code }) => type_code === 'q88').path;
    await upload(owner, q88);
    const { body } = await broker.post(`${q88}/approve`, { issued_on });
    expect(body).toMatchObject({ status: 409, code: 'document_issue_day_impossible' });
  });
});

describe('a ship that becomes another one', () => {
  test('is not cleared on the documents of the first', async ({ broker, owner, cleared }) => {
    const { path, vessels, documents } = cleared;
    const [{ id }] = vessels;
    const clc = documents.find(({ type_code, vessel_id }) => type_code === 'clc' && vessel_id === id).path;
    const reason = 'Seen on board by the superintendent.';
    expect((await broker.patch(clc, { status: 'waived', reason })).status).toBe(200);
    await broker.patch(`${path}/vessels/${id}`, { name: 'Polaris', imo: '9319466' });
    await approveAll({ broker, owner }, path);
    expect(await codesOf(broker, path)).toEqual(['document_under_review', 'document_under_review']);
    expect((await broker.get(clc)).body).toMatchObject({ status: 'under_review', reviewed_by: null });
    const { items } = (await broker.get(`${path}/activity?limit=5`)).body;
    expect(items.map(({ summary }: { summary: string }) => summary).join('\n')).toContain(
      'IMO number changed. 2 documents to be decided on again.',
    );
  });

  test('is the same one if its number is only written differently', async ({ broker, cleared }) => {
    const { path, vessels } = cleared;
    await broker.patch(`${path}/vessels/${vessels[0].id}`, { imo: 'IMO 9312042', flag: 'Liberia' });
    expect(await codesOf(broker, path)).toEqual([]);
  });
});

describe('a reviewer', () => {
  test('states what a version lacks, and nothing else than it states', async ({
    broker,
    owner,
    charterer,
    cleared: { path, documents },
  }) => {
    await join(broker, path, 'charterer');
    const clc = documents.find(({ type_code }) => type_code === 'clc').path;
    const expires_on = daysFromNow(12);
    await upload(owner, clc, { facts: { expires_on } });
    const other = await charterer.post(`${clc}/approve`, { expires_on: '2099-12-31', issuer: 'DNV' });
    expect(other.body).toMatchObject({ status: 409, code: 'fact_stated' });
    expect(other.body.detail).toContain('has another expiry');
    const { body } = await charterer.post(`${clc}/approve`, { expires_on, issuer: 'DNV' });
    expect(body).toMatchObject({ status: 'approved', expires_on, issuer: 'DNV' });
  });
});

test('a document on the critical path does not leave with the part of its vessel', async ({
  broker,
  cleared: { path, vessels },
}) => {
  const { body: requirement } = await broker.post(`${path}/requirements`, { type_code: 'crew_list' });
  const subject = { applies_to: 'receiving', reason: 'The other one is known.' };
  await broker.patch(`${path}/requirements/${requirement.id}`, subject);
  const receiving = vessels[1].id;
  const listed = (await listDocuments(broker, path)).find(
    ({ type_code, vessel_id }) => type_code === 'crew_list' && vessel_id === receiving,
  );
  await broker.patch(listed.path, { critical_path: true });
  for (const operation_role of [null, 'receiving']) {
    await broker.patch(`${path}/vessels/${receiving}`, { operation_role });
  }
  expect((await verdictOf(broker, path)).reasons[0]).toMatchObject({
    ...{ code: 'document_missing', blocking: true, document_id: listed.id },
  });
});
