import { describe, expect } from 'vitest';
import { approveAll, type ClearedRoom, codesOf, openClearedRoom } from '../support/cleared-room.ts';
import type { Answer, Client } from '../support/client.ts';
import { test as serverTest } from '../support/server-test.ts';

// What an outsider tried in order to clear a room without the approval of its parties.

const test = serverTest.extend(
  'cleared',
  ({ broker, owner }): Promise<ClearedRoom> => openClearedRoom({ broker, owner }),
);

const verdictOf = async (client: Client, path: string): Promise<Answer['body']> =>
  (await client.get(path)).body.verdict;
const approvalsOf = async (client: Client, path: string): Promise<Answer['body'][]> =>
  (await client.get(`${path}/approvals`)).body.items;
const concernsOf = async (client: Client, path: string): Promise<string[]> =>
  (await approvalsOf(client, path))
    .filter(({ party_role }) => party_role === 'owner')
    .map(({ concerns }) => concerns);

const APART = { asks_suitability: true, asks_compatibility: true };
const ALL = ['operation', 'compatibility', 'suitability', 'suitability'];

describe('a room that comes to ask for suitability and compatibility apart', () => {
  test('asks each party that decides, and is not cleared before', async ({
    broker,
    owner,
    cleared: { path },
  }) => {
    expect((await broker.patch(path, APART)).status).toBe(200);
    expect(await concernsOf(broker, path)).toEqual(ALL);
    expect(await codesOf(broker, path)).toContain('approval_pending');
    await approveAll({ broker, owner }, path);
    expect(await codesOf(broker, path)).not.toContain('approval_pending');
  });

  test('asks for less again only with a reason, and not silently for a vessel of meanwhile', async ({
    broker,
    cleared: { path, vessels },
  }) => {
    await broker.patch(path, APART);
    const less = { asks_suitability: false };
    expect((await broker.patch(path, less)).body.code).toBe('reason_required');
    expect((await broker.patch(path, { ...less, reason: 'Asked once' })).body.exceptions).toMatchObject([
      { kind: 'approvals_reduced', subject: expect.stringContaining('suitability'), reason: 'Asked once' },
    ]);
    const third = { ...vessels[0], name: 'Third', imo: '9319466', operation_role: null };
    const { name, imo, operation_role, vessel_type, flag } = third;
    await broker.post(`${path}/vessels`, { name, imo, operation_role, vessel_type, flag });
    expect(await concernsOf(broker, path)).toEqual(ALL);
    await broker.patch(path, { asks_suitability: true });
    expect(await concernsOf(broker, path)).toEqual([...ALL, 'suitability']);
  });
});

describe('an approval', () => {
  test('does not stand for another role', async ({ broker, owner, cleared: { path } }) => {
    const { items } = (await broker.get(`${path}/parties`)).body;
    const { id } = items.find(({ role }: { role: string }) => role === 'owner');
    expect((await broker.patch(`${path}/parties/${id}`, { role: 'charterer' })).status).toBe(200);
    const { outcome, reasons } = await verdictOf(broker, path);
    expect(outcome).toBe('pending');
    expect(reasons).toMatchObject([
      { code: 'approval_lapsed', text: expect.stringContaining('role of the party changed since') },
    ]);
    const approval = (await approvalsOf(broker, path)).find(({ party_id }) => party_id === id);
    expect((await owner.post(`${path}/approvals/${approval.id}/approve`)).status).toBe(200);
    expect(await codesOf(broker, path)).toEqual([]);
  });

  test('that was refused stays refused in another role', async ({ broker, owner, cleared: { path } }) => {
    const given = (await approvalsOf(broker, path)).find(({ party_role }) => party_role === 'owner');
    await owner.post(`${path}/approvals/${given.id}/reject`);
    await broker.patch(`${path}/parties/${given.party_id}`, { role: 'charterer' });
    expect(await codesOf(broker, path)).toEqual(['approval_rejected']);
  });

  test('that an administrator enters for a party is named for ever', async ({
    admin,
    owner,
    cleared: { path },
  }) => {
    const reason = 'The owner agreed by telex.';
    const given = (await approvalsOf(owner, path)).find(({ party_role }) => party_role === 'owner');
    const approval = `${path}/approvals/${given.id}`;
    expect((await admin.post(`${approval}/approve`)).status).toBe(200);
    expect(await codesOf(owner, path)).toEqual([]);
    for (const note of [reason, ' ']) {
      await owner.post(`${approval}/revoke`);
      expect((await admin.post(`${approval}/approve`, { note })).status).toBe(200);
    }
    await owner.post(`${approval}/approve`);
    const { outcome, reasons } = await verdictOf(owner, path);
    expect([outcome, reasons.map(({ code }: { code: string }) => code)]).toEqual([
      'cleared_with_subjects',
      ['exception', 'exception'],
    ]);
    const [first, second] = reasons;
    expect(first.text).toMatch(/^The approval by The owner \(owner\) was entered by an administrator, /);
    expect(first.text).toContain(reason);
    expect(second.text).toContain('No reason was stated.');
  });
});

describe('a reason in which there is nothing to read', () => {
  const blank = [' ', '\u200b', '\u3164\u2800', '\u00a0\n'];

  test.for(blank)('is none: %j', async (reason, { broker, owner, cleared: { path, documents } }) => {
    const [document] = documents;
    const required = { status: 422, code: 'reason_required' };
    expect((await broker.patch(document.path, { status: 'waived', reason })).body).toMatchObject(required);
    const query = encodeURIComponent(reason);
    expect((await broker.delete(`${document.path}?reason=${query}`)).body).toMatchObject(required);

    const given = (await approvalsOf(broker, path)).find(({ party_role }) => party_role === 'owner');
    const approval = `${path}/approvals/${given.id}`;
    const { subjects } = (await owner.post(`${approval}/approve`, { subjects: ['Daylight only.'] })).body;
    const lift = `${approval}/subjects/${subjects[0].id}/lift`;
    expect((await broker.post(lift, { reason })).body).toMatchObject(required);

    await broker.patch(path, { location: 'Off Skaw' });
    const override = { status: 'ready', override: reason };
    expect((await broker.post(`${path}/status`, override)).body).toMatchObject(required);
    expect((await broker.get(path)).body).toMatchObject({ status: 'pending', exceptions: [] });
  });
});
