import { describe, expect } from 'vitest';
import { approveAll, type ClearedRoom, codesOf, openClearedRoom } from '../support/cleared-room.ts';
import type { Answer, Client } from '../support/client.ts';
import { test as serverTest } from '../support/server-test.ts';

// What people of the trade saw a room clear, and what must never happen again: approvals that stand for other facts, and
// ships that come alongside without a clearance.

const HOUR_MS = 3_600_000;
const later = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * HOUR_MS).toISOString();

const test = serverTest.extend(
  'cleared',
  ({ broker, owner }): Promise<ClearedRoom> => openClearedRoom({ broker, owner }),
);

const verdictOf = async (client: Client, path: string): Promise<Answer['body']> =>
  (await client.get(path)).body.verdict;

interface MaterialChange {
  name: string;
  word: string;
  change(broker: Client, room: ClearedRoom): Promise<Answer>;
}

const MATERIAL: MaterialChange[] = [
  {
    name: 'the ETA moved six weeks',
    word: 'ETA',
    change: async (broker, { path }) => {
      const { sts_eta } = (await broker.get(path)).body;
      return broker.patch(path, { sts_eta: later(sts_eta, 6 * 7 * 24) });
    },
  },
  {
    name: 'the place moved from Ceuta to Skaw',
    word: 'place',
    change: (broker, { path }) => broker.patch(path, { location: 'Off Skaw' }),
  },
  {
    name: 'the cargo grew from 90,000 to 250,000 t',
    word: 'quantity',
    change: (broker, { path }) => broker.patch(path, { cargo_quantity: 250_000 }),
  },
  {
    name: 'the cargo is another one',
    word: 'cargo',
    change: (broker, { path }) => broker.patch(path, { cargo_type: 'Fuel oil' }),
  },
  {
    name: 'a ship was renamed',
    word: 'vessels',
    change: (broker, { path, vessels }) =>
      broker.patch(`${path}/vessels/${vessels[0].id}`, { name: 'Another Pearl' }),
  },
];

describe('an approval does not stand', () => {
  test.for(MATERIAL)('after $name', async ({ change, word }, { broker, owner, cleared }) => {
    const { path } = cleared;
    const given = (await broker.get(`${path}/approvals`)).body.items;
    expect((await change(broker, cleared)).status).toBe(200);

    const { outcome, reasons } = await verdictOf(broker, path);
    expect(outcome).toBe('pending');
    expect(reasons).toMatchObject([{ code: 'approval_lapsed' }, { code: 'approval_lapsed' }]);
    const asked = (await broker.get(`${path}/approvals`)).body.items;
    for (const [index, approval] of asked.entries()) {
      const { given_for_revision } = given[index];
      expect(approval).toMatchObject({ status: 'pending', lapsed_because: word, given_for_revision });
      expect(reasons[index]).toMatchObject({
        text: expect.stringContaining(`for revision ${given_for_revision}; ${word} changed since`),
        action: 'give_approval',
        acts: [approval.party_role],
        party_id: approval.party_id,
      });
    }
    const { items } = (await broker.get(`${path}/activity?limit=3`)).body;
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      ...['approval_lapsed', 'approval_lapsed'],
      expect.stringMatching(/^(room|vessel)_updated$/),
    ]);

    await approveAll({ broker, owner }, path);
    expect(await codesOf(broker, path)).toEqual([]);
  });

  test('after a ship is another one, and its documents are reviewed again', async ({ broker, cleared }) => {
    const { path, vessels } = cleared;
    await broker.patch(`${path}/vessels/${vessels[0].id}`, { imo: '9319466' });
    const { outcome, reasons } = await verdictOf(broker, path);
    expect(outcome).toBe('pending');
    expect(reasons).toMatchObject([
      ...[{ code: 'document_under_review' }, { code: 'document_under_review' }],
      ...[{ code: 'approval_lapsed' }, { code: 'approval_lapsed' }],
    ]);
  });

  test('after small changes that together are no longer small', async ({ broker, cleared: { path } }) => {
    const { sts_eta } = (await broker.get(path)).body;
    await broker.patch(path, { sts_eta: later(sts_eta, 4) });
    expect(await codesOf(broker, path)).toEqual([]);
    await broker.patch(path, { sts_eta: later(sts_eta, 8) });
    expect(await codesOf(broker, path)).toEqual(['approval_lapsed', 'approval_lapsed']);
  });
});

test('an approval stands while nothing material changes', async ({ broker, cleared }) => {
  const { path, vessels, documents } = cleared;
  const { sts_eta } = (await broker.get(path)).body;
  for (const change of [
    () => broker.patch(path, { sts_eta: later(sts_eta, 6), cargo_quantity: 94_500 }),
    () => broker.patch(path, { description: 'Fenders from Gibraltar', poac: 'Capt. Ruiz' }),
    () => broker.post(`${path}/messages`, { text: 'Fenders are rigged.' }),
    () => broker.patch(documents[0].path, { notes: 'Seen on board' }),
    () => broker.patch(`${path}/vessels/${vessels[0].id}`, { draft: 12.5 }),
    () => broker.post(`${path}/documents`, { type_code: 'crew_list', vessel_id: vessels[0].id }),
  ]) {
    expect((await change()).status).toBeLessThan(300);
  }
  const { items } = (await broker.get(`${path}/approvals`)).body;
  expect(items).toMatchObject([{ status: 'approved' }, { status: 'approved' }]);
  // The crew list does not count, and nobody has sent it.
  expect(await verdictOf(broker, path)).toMatchObject({
    outcome: 'cleared_with_subjects',
    reasons: [{ code: 'document_missing', blocking: false }],
  });
});

describe('a room whose stage is not cleared', () => {
  test('does not become ready or active, and says what stands against it', async ({
    broker,
    newRoom: { path },
  }) => {
    const before = (await broker.get(path)).body;
    for (const status of ['ready', 'active']) {
      const { body } = await broker.post(`${path}/status`, { status, note: 'They are nearly done.' });
      expect(body).toMatchObject({ status: 409, code: 'stage_not_cleared' });
      expect(body.detail).toContain('No vessel is named.');
      expect(body.detail).toContain('Only an override with its reason lets it go on.');
    }
    expect((await broker.get(path)).body).toEqual(before);
  });

  test('becomes ready by a written override, which the room says for ever', async ({
    broker,
    owner,
    cleared: { path },
  }) => {
    await broker.patch(path, { location: 'Off Skaw' });
    const override = 'Agreed by telephone with both Masters.';
    expect((await owner.post(`${path}/status`, { status: 'ready', override })).status).toBe(403);
    expect((await broker.post(`${path}/status`, { status: 'ready', override: ' ' })).status).toBe(422);
    const { body } = await broker.post(`${path}/status`, { status: 'ready', override });
    expect(body).toMatchObject({
      status: 'ready',
      exceptions: [
        {
          ...{ kind: 'override', stage: 'run_in', reason: override },
          ...{ subject: expect.stringContaining('2 blocking findings') },
          ...{ decided_by: 'broker@roomshot.example', decided_by_name: 'Ingrid Sørensen' },
        },
      ],
    });
    const { items } = (await broker.get(`${path}/activity?limit=1`)).body;
    expect(items[0].summary).toContain('by override of Ingrid Sørensen');

    await approveAll({ broker, owner }, path);
    expect(await verdictOf(broker, path)).toMatchObject({
      outcome: 'cleared_with_subjects',
      reasons: [{ code: 'exception', blocking: false, text: expect.stringContaining(override) }],
    });
    expect((await broker.get(path)).body.exceptions).toEqual(body.exceptions);
  });

  test('needs no override once it is cleared', async ({ broker, cleared: { path } }) => {
    const ready = await broker.post(`${path}/status`, { status: 'ready', override: 'To be safe' });
    expect(ready.body).toMatchObject({ status: 'ready', stage: 'run_in', exceptions: [] });
    const active = await broker.post(`${path}/status`, { status: 'active' });
    expect(active.body).toMatchObject({ status: 'active', stage: 'cargo_transfer', exceptions: [] });
  });
});

describe('what a later stage needs', () => {
  test('does not block the run-in, and blocks when its stage comes', async ({
    broker,
    cleared: { path },
  }) => {
    for (const type_code of ['checklist_5', 'hose_tests']) {
      expect((await broker.post(`${path}/requirements`, { type_code })).status).toBe(201);
    }
    const { outcome, reasons, due_later } = await verdictOf(broker, path);
    expect([outcome, reasons]).toEqual(['cleared', []]);
    expect(due_later.map(({ due_stage }: { due_stage: string }) => due_stage).toSorted()).toEqual([
      ...['cargo_transfer', 'unmooring', 'unmooring'],
    ]);
    expect((await broker.post(`${path}/status`, { status: 'ready' })).body.status).toBe('ready');

    const active = await broker.post(`${path}/status`, { status: 'active' });
    expect(active.body).toMatchObject({ code: 'stage_not_cleared' });
    expect(active.body.detail).toMatch(/not cleared for cargo transfer[\s\S]*Hose test certificates/);
    expect(active.body.detail).not.toContain('checklist 5');
    await broker.patch(path, { stage: 'unmooring' });
    const codes = await codesOf(broker, path);
    expect(codes.filter((code) => code === 'document_missing')).toHaveLength(3);
  });

  test('is not what the run-in itself needs', async ({ broker, cleared: { path } }) => {
    await broker.post(`${path}/requirements`, { type_code: 'checklist_3' });
    expect(await codesOf(broker, path)).toEqual(['document_missing', 'document_missing']);
    expect((await broker.post(`${path}/status`, { status: 'ready' })).status).toBe(409);
  });
});

describe('an approval with subjects', () => {
  test('clears with subjects until each is lifted with a reason', async ({ broker, owner, cleared }) => {
    const { items } = (await broker.get(`${cleared.path}/approvals`)).body;
    const { id } = items.find(({ party_role }: { party_role: string }) => party_role === 'owner');
    const path = `${cleared.path}/approvals/${id}`;
    const text = 'The fenders are inspected on arrival.';
    const { body } = await owner.post(`${path}/approve`, { subjects: [text] });
    expect(body.subjects).toMatchObject([{ text, lifted_by: null, reason: null }]);
    expect(await verdictOf(broker, cleared.path)).toMatchObject({
      outcome: 'cleared_with_subjects',
      reasons: [{ code: 'approval_subject_open', text: expect.stringContaining(text), approval_id: id }],
    });
    const lift = `${path}/subjects/${body.subjects[0].id}/lift`;
    expect((await broker.post(lift, {})).status).toBe(422);
    const lifted = await broker.post(lift, { reason: 'Inspected by the POAC.' });
    expect(lifted.body.subjects).toMatchObject([
      { lifted_by: 'broker@roomshot.example', reason: 'Inspected by the POAC.' },
    ]);
    expect(await codesOf(broker, cleared.path)).toEqual([]);
    expect((await broker.post(lift, { reason: 'Again' })).body.code).toBe('subject_not_found');
  });

  test('is no refusal', async ({ owner, cleared: { path } }) => {
    const { items } = (await owner.get(`${path}/approvals`)).body;
    const { id } = items.find(({ party_role }: { party_role: string }) => party_role === 'owner');
    const refused = await owner.post(`${path}/approvals/${id}/reject`, { note: 'Too late', subjects: ['x'] });
    expect(refused.status).toBe(422);
  });
});
