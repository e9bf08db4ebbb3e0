import { describe, expect } from 'vitest';
import { listDocuments, openClearedRoom } from '../support/cleared-room.ts';
import { daysFromNow, fileDocument } from '../support/evidence.ts';
import { ROOM } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';

describe('templates', () => {
  test('exist for each trade, and name only document types that exist', async ({ broker }) => {
    const { items } = (await broker.get('/templates')).body;
    expect(items.map(({ trade }: { trade: string }) => trade).sort()).toEqual([
      'bunkers',
      'dry_bulk',
      'gas',
      'oil',
    ]);
    const types = (await broker.get('/document-types')).body.items.map(({ code }: { code: string }) => code);
    for (const { requirements } of items) {
      for (const { type_code } of requirements) expect(types).toContain(type_code);
    }
  });

  test('say whether the server brought them, and whether they were changed since', async ({ admin }) => {
    const originOf = async () => (await admin.get('/templates/dry_bulk')).body.origin;
    expect(await originOf()).toBe('built_in');
    const { region } = (await admin.get('/templates/dry_bulk')).body;
    await admin.patch('/templates/dry_bulk', { region: 'North Sea' });
    expect(await originOf()).toBe('changed');
    await admin.patch('/templates/dry_bulk', { region });
    expect(await originOf()).toBe('built_in');
  });

  test('fill a new room, and give a ship its documents', async ({ broker }) => {
    const opened = await broker.post('/rooms', { ...ROOM, template: 'gas' });
    expect(opened).toMatchObject({
      status: 201,
      body: { template_name: 'LPG and LNG', asks_compatibility: true },
    });
    const path = `/rooms/${opened.body.id}`;
    const asked = (await broker.get('/templates/gas')).body.requirements;
    const { items } = (await broker.get(`${path}/requirements`)).body;
    expect(items.map(({ type_code }: { type_code: string }) => type_code).sort()).toEqual(
      asked.map(({ type_code }: { type_code: string }) => type_code).sort(),
    );
    const ship = {
      name: 'Aurora',
      imo: '9074729',
      flag: 'Malta',
      vessel_type: 'LPG',
      operation_role: 'receiving',
    };
    const { id } = (await broker.post(`${path}/vessels`, ship)).body;
    const documents = (await broker.get(`${path}/documents?limit=500`)).body.items;
    const ofShip = documents.filter(({ vessel_id }: { vessel_id: string }) => vessel_id === id);
    const each = asked.filter(({ applies_to }: { applies_to: string }) => applies_to === 'each_ship');
    expect(ofShip).toHaveLength(each.length);
    const approvals = (await broker.get(`${path}/approvals`)).body.items;
    expect(approvals.map(({ concerns }: { concerns: string }) => concerns).sort()).toEqual([
      'compatibility',
      'operation',
    ]);
  });

  test('are changed by administrators, and rooms keep what they ask for', async ({ admin, broker }) => {
    const template = {
      code: 'own',
      name: 'Our own',
      trade: 'oil',
      requirements: [{ type_code: 'q88', required: true, criticality: 'high' }],
    };
    expect((await broker.post('/templates', template)).status).toBe(403);
    expect(await admin.post('/templates', template)).toMatchObject({ status: 201, body: { origin: 'own' } });
    expect(await admin.post('/templates', template)).toMatchObject({
      status: 409,
      body: { code: 'template_exists' },
    });
    const room = (await broker.post('/rooms', { ...ROOM, template: 'own' })).body;
    const requirements = [{ type_code: 'clc', required: true, criticality: 'high' }];
    expect((await admin.patch('/templates/own', { requirements })).body.requirements).toMatchObject(
      requirements,
    );
    const { items } = (await broker.get(`/rooms/${room.id}/requirements`)).body;
    expect(items).toMatchObject([{ type_code: 'q88' }]);
    const bad = [{ type_code: 'nothing', required: true, criticality: 'high' }];
    expect(await admin.patch('/templates/own', { requirements: bad })).toMatchObject({
      status: 422,
      body: { code: 'unknown_document_type' },
    });
    expect((await admin.delete('/templates/own')).status).toBe(200);
    expect((await broker.post('/rooms', { ...ROOM, template: 'own' })).status).toBe(404);
  });
});

describe('a copy of a room', () => {
  test('keeps what is still valid, and asks everybody anew', async ({ broker, owner }) => {
    const { path } = await openClearedRoom({ broker, owner });
    const before = (await broker.get(`${path}/documents`)).body.items;
    const near = await broker.post(`${path}/copy`, {
      title: 'Soon',
      sts_eta: `${daysFromNow(11)}T08:00:00Z`,
    });
    expect(near).toMatchObject({
      status: 201,
      body: { title: 'Soon', status: 'pending', your_role: 'broker' },
    });
    const copy = `/rooms/${near.body.id}`;
    const kept = (await broker.get(`${copy}/documents`)).body.items;
    const facts = ({ type_code, status, file_sha256, expires_on }: Record<string, unknown>) => [
      type_code,
      status,
      file_sha256,
      expires_on,
    ];
    expect(kept.map(facts)).toEqual(before.map(facts));
    const { verdict } = near.body;
    expect(verdict.outcome).toBe('pending');
    expect(new Set(verdict.reasons.map(({ code }: { code: string }) => code))).toEqual(
      new Set(['approval_pending']),
    );
    const late = await broker.post(`${path}/copy`, {
      title: 'Late',
      sts_eta: `${daysFromNow(4000)}T08:00:00Z`,
    });
    const items = (await broker.get(`/rooms/${late.body.id}/documents`)).body.items;
    const isTooOld = ({ max_age_days }: { max_age_days: number | null }) => max_age_days !== null;
    expect(items.filter(isTooOld)).toHaveLength(2);
    for (const item of items) {
      const missing = { status: 'missing', version: 0, file_sha256: null };
      expect(item).toMatchObject(isTooOld(item) ? missing : { status: 'approved', version: 1 });
    }
    expect(await owner.post(`${path}/copy`, { title: 'Mine', sts_eta: ROOM.sts_eta })).toMatchObject({
      status: 403,
    });
  });

  test('takes over the reasons for which less is asked, and nothing that states no end', async ({
    broker,
    owner,
  }) => {
    const { path } = await openClearedRoom({ broker, owner });
    const made = ['coastal_notice', 'checklist_2'];
    for (const type_code of made) await broker.post(`${path}/requirements`, { type_code });
    const listed = await listDocuments(broker, path);
    for (const document of listed.filter(({ status }) => status === 'missing')) {
      await fileDocument({ uploader: owner, reviewer: broker }, document.path);
    }
    const lasting = listed.find(({ type_code }) => type_code === 'clc');
    const stated = { expires_on: null, no_expiry_stated: true, status: 'approved' };
    expect((await broker.patch(lasting.path, stated)).status).toBe(200);
    const { items } = (await broker.get(`${path}/requirements`)).body;
    const { id } = items.find(({ type_code }: { type_code: string }) => type_code === 'fender_certificates');
    expect((await broker.delete(`${path}/requirements/${id}?reason=Fenders of the port`)).status).toBe(200);
    await broker.patch(path, { expiry_margin_days: 0, reason: 'A short operation' });
    await broker.post(`${path}/status`, { status: 'ready', override: 'Agreed with both Masters' });

    const { body } = await broker.post(`${path}/copy`, {
      title: 'Next',
      sts_eta: `${daysFromNow(11)}T08:00:00Z`,
    });
    const kinds = (exceptions: { kind: string }[]) => exceptions.map(({ kind }) => kind);
    expect(kinds((await broker.get(path)).body.exceptions)).toContain('override');
    expect(kinds(body.exceptions)).toEqual(['requirement_removed', 'margin_reduced']);
    expect(body.exceptions[0]).toMatchObject({
      reason: 'Fenders of the port',
      decided_by_name: 'Ingrid Sørensen',
    });
    for (const { type_code, status } of await listDocuments(broker, `/rooms/${body.id}`)) {
      expect([type_code, status]).toEqual([type_code, made.includes(type_code) ? 'missing' : 'approved']);
    }
  });
});
