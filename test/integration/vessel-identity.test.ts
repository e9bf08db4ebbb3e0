import { unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';
import { AURORA, clearRoom, POLARIS } from '../support/vessels-side-by-side.ts';

describe('a vessel is its IMO number', () => {
  test('so one ship alongside itself is not cleared', async ({ broker, seller, newRoom: { path } }) => {
    const { polaris, verdict } = await clearRoom({ broker, seller }, path);
    await broker.patch(`${path}/vessels/${polaris}`, { imo: 'IMO 9074729' });
    const { outcome, reasons } = await verdict();
    expect(outcome).toBe('not_cleared');
    expect(reasons).toMatchObject([{ code: 'vessels_same_number', blocking: true, subject: 'IMO 9074729' }]);
    expect(reasons[0]?.text).toContain('Aurora and Polaris');
    for (const imo of ['９０７４７２９', 'imo  907-4729', '9O74729']) {
      await broker.patch(`${path}/vessels/${polaris}`, { imo });
      expect((await verdict()).outcome, imo).toBe('not_cleared');
    }
  });

  test('so a number that is none is a subject', async ({ broker, seller, newRoom: { path } }) => {
    const { polaris, verdict } = await clearRoom({ broker, seller }, path);
    for (const imo of ['9319467', '0000000', '1234567', '931946', 'TBN']) {
      const { body } = await broker.patch(`${path}/vessels/${polaris}`, { imo });
      expect(body).toMatchObject({ imo, warnings: [expect.stringContaining(imo)] });
      expect(await verdict()).toMatchObject({
        outcome: 'cleared_with_subjects',
        reasons: [{ code: 'vessel_number_doubtful', text: expect.stringContaining(`'${imo}'`) }],
      });
    }
  });

  test('and has one part in the operation', async ({ broker, seller, newRoom: { path } }) => {
    const { polaris, verdict } = await clearRoom({ broker, seller }, path);
    await broker.patch(`${path}/vessels/${polaris}`, { operation_role: 'discharging' });
    const { outcome, reasons } = await verdict();
    expect(outcome).toBe('not_cleared');
    expect(reasons.slice(0, 2)).toMatchObject([
      { code: 'vessels_same_part', blocking: true },
      { code: 'vessels_incomplete' },
    ]);
  });
});

describe('the part of a vessel in the manoeuvre', () => {
  test('is one for each vessel, and need not be stated', async ({ broker, seller, newRoom: { path } }) => {
    const { aurora, polaris, verdict } = await clearRoom({ broker, seller }, path);
    const steady = { manoeuvring_role: 'constant_heading' };
    expect((await broker.patch(`${path}/vessels/${aurora}`, steady)).body).toMatchObject(steady);
    expect((await verdict()).outcome).toBe('cleared');
    await broker.patch(`${path}/vessels/${polaris}`, steady);
    expect(await verdict()).toMatchObject({
      outcome: 'not_cleared',
      reasons: [{ code: 'vessels_same_part', blocking: true, action: 'correct_vessel' }],
    });
    await broker.patch(`${path}/vessels/${polaris}`, { manoeuvring_role: 'manoeuvring' });
    expect((await verdict()).outcome).toBe('cleared');
  });

  test('is a material fact of an approval', async ({ broker, seller, newRoom: { path } }) => {
    const { aurora } = await clearRoom({ broker, seller }, path);
    await broker.patch(`${path}/vessels/${aurora}`, { manoeuvring_role: 'manoeuvring' });
    expect((await broker.get(path)).body.verdict).toMatchObject({
      outcome: 'pending',
      reasons: [{ code: 'approval_lapsed', text: expect.stringContaining('vessels changed since') }],
    });
  });
});

describe('a name that is not unique in the room', () => {
  test('is followed by the IMO number in every text', async ({ broker, seller, newRoom: { path, id } }) => {
    const { aurora, polaris, verdict } = await clearRoom({ broker, seller }, path);
    const before = (await broker.post(`/rooms/${id}/snapshots`, { snapshot_type: 'json' })).body.id;
    await broker.patch(`${path}/vessels/${polaris}`, { name: 'ＡＵＲＯＲＡ' });
    const labels = ['Aurora (IMO 9074729)', 'ＡＵＲＯＲＡ (IMO 9319466)'] as const;
    const vessels = (await broker.get(`${path}/vessels`)).body.items;
    expect(vessels).toMatchObject([
      { name: 'Aurora', label: labels[0] },
      { name: 'ＡＵＲＯＲＡ', label: labels[1] },
    ]);
    const missing = { type_code: 'q88', vessel_id: polaris };
    expect((await broker.post(`${path}/documents`, missing)).body.vessel_name).toBe(labels[1]);
    const { items: found } = (await broker.get(`${path}/documents?q=9074729`)).body;
    expect(found).toMatchObject([{ vessel_id: aurora, vessel_name: labels[0] }]);
    expect((await verdict()).reasons[0]).toMatchObject({
      code: 'document_missing',
      subject: expect.stringContaining(labels[1]),
    });
    const party = (await broker.get(`${path}/parties`)).body.items[0];
    const asked = await broker.post(`${path}/approvals`, { party_id: party.id, vessel_id: aurora });
    expect(asked.body.vessel_name).toBe(labels[0]);
    const { items } = (await broker.get(`${path}/activity?limit=5`)).body;
    const summaries = items.map(({ summary }: { summary: string }) => summary).join('\n');
    for (const label of labels) expect(summaries).toContain(label);

    const after = (await broker.post(`/rooms/${id}/snapshots`, { snapshot_type: 'json' })).body.id;
    const { body } = await broker.get(`/rooms/${id}/snapshots/${before}/diff/${after}`);
    expect(body.vessels.map(({ text }: { text: string }) => text)).toEqual([
      `${labels[1]}: name Polaris → ＡＵＲＯＲＡ`,
    ]);
    expect(body.documents).toMatchObject([{ subject: { name: expect.stringContaining(labels[1]) } }]);
    const { snapshot } = await takeSnapshot(broker, id, { snapshot_type: 'csv' });
    const files = unzipSync((await broker.download(snapshot.download_url)).bytes);
    for (const name of ['vessels.csv', 'documents.csv', 'verdict.csv', 'approvals.csv'])
      expect(Buffer.from(files[name] ?? []).toString(), name).toMatch(/ \(IMO \d{7}\)/);
  });

  test('is followed by the company of a person, or by the address', async ({ broker, newRoom: { path } }) => {
    const person = (email: string, company: string | null) =>
      broker.post(`${path}/parties`, { role: 'owner', name: 'Li Wei', email, company });
    const first = (await person('a@x.example', 'COSCO')).body;
    expect(first.label).toBe('Li Wei');
    expect((await person('b@x.example', null)).body.label).toBe('Li Wei, b@x.example');
    expect((await broker.get(`${path}/parties/${first.id}`)).body.label).toBe('Li Wei, COSCO');
    const { reasons } = (await broker.get(path)).body.verdict;
    expect(reasons.map(({ subject }: { subject: string }) => subject)).toEqual(
      expect.arrayContaining(['Li Wei, COSCO (owner)', 'Li Wei, b@x.example (owner)']),
    );
    await broker.delete(`${path}/parties/${first.id}?reason=Sold`);
    const { items } = (await broker.get(`${path}/activity?limit=1`)).body;
    expect(items[0].summary).toContain('Li Wei, COSCO (owner)');
  });
});

test('one ship that is listed twice is one ship, whatever is stated first', async ({
  broker,
  newRoom: { path },
}) => {
  for (const ship of [POLARIS, AURORA, { ...AURORA, imo: 'IMO9319466', operation_role: null }])
    expect((await broker.post(`${path}/vessels`, ship)).status).toBe(201);
  const { reasons } = (await broker.get(path)).body.verdict;
  expect(reasons).toContainEqual(
    expect.objectContaining({ code: 'vessels_same_number', subject: 'IMO 9319466' }),
  );
});
