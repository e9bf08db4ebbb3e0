import { unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { codesOf, openClearedRoom } from '../support/cleared-room.ts';
import { test as base } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const test = base.extend('cleared', ({ broker, owner }) => openClearedRoom({ broker, owner }));

const PEARL = { freeboard_loaded_m: 7.1, freeboard_ballast_m: 14.2, length: 274.2, closed_fairleads: 12 };
const NORDLYS = { freeboard_loaded_m: 6.7, freeboard_ballast_m: 14.3, length: 249.9, closed_fairleads: 10 };

interface Fact {
  fact: string;
  judgement: string;
}
const judgementsOf = (facts: Fact[]) =>
  Object.fromEntries(facts.map(({ fact, judgement }) => [fact, judgement]));

describe('two vessels side by side', () => {
  test('have both values, the difference and the judgement of each fact', async ({ broker, cleared }) => {
    const { path, vessels } = cleared;
    const [pearl, nordlys] = vessels.map(({ id }) => `${path}/vessels/${id}`) as [string, string];
    expect((await broker.patch(pearl, PEARL)).body).toMatchObject(PEARL);
    await broker.patch(nordlys, NORDLYS);
    const { status, body, headers } = await broker.get(`${path}/compatibility`);
    expect(status).toBe(200);
    expect(headers.get('etag')).not.toBeNull();
    expect(body.vessels).toEqual(vessels.map(({ id, label }) => ({ id, label })));
    expect(body.facts).toContainEqual({
      ...{ fact: 'freeboard_loaded_ballast', label: 'Freeboard, loaded / in ballast', unit: 'm' },
      ...{ values: [7.1, 14.3], difference: 7.2, judgement: 'within_limit', limit: 'at most 10 m apart' },
      ...{ source: expect.stringContaining('(?)'), is_blocking: false },
    });
    expect(judgementsOf(body.facts)).toMatchObject({
      ...{ length: 'not_judged', freeboard_ballast_loaded: 'within_limit' },
      ...{ closed_fairleads: 'within_limit', crane_swl: 'not_stated', bitts_swl: 'not_stated' },
    });
    // What is not stated is no finding, and a new figure ends no approval.
    expect((await broker.get(path)).body.verdict).toMatchObject({ outcome: 'cleared', reasons: [] });
  });

  test('are a subject outside a limit that an expert should confirm', async ({ broker, cleared }) => {
    const { path, vessels } = cleared;
    await broker.patch(`${path}/vessels/${vessels[0].id}`, PEARL);
    await broker.patch(`${path}/vessels/${vessels[1].id}`, { ...NORDLYS, freeboard_ballast_m: 17.2 });
    expect((await broker.get(path)).body.verdict).toMatchObject({
      outcome: 'cleared_with_subjects',
      reasons: [
        {
          ...{ code: 'vessels_incompatible', blocking: false, action: 'state_dimensions', acts: ['broker'] },
          text: 'Freeboard, loaded / in ballast: Aegean Pearl 7.1 m and Nordlys 17.2 m. The limit is at most 10 m apart.',
        },
      ],
    });
  });

  test('block outside a limit that its source states, from the run-in on', async ({
    broker,
    owner,
    cleared,
  }) => {
    const { path, vessels } = cleared;
    await broker.patch(`${path}/vessels/${vessels[0].id}`, { bitts_swl_t: 64 });
    await broker.patch(`${path}/vessels/${vessels[1].id}`, { mooring_line_mbl_t: 70 });
    expect((await broker.get(path)).body.verdict).toMatchObject({
      outcome: 'not_cleared',
      reasons: [{ code: 'vessels_incompatible', blocking: true, text: expect.stringContaining('64 t') }],
    });
    expect((await broker.post(`${path}/status`, { status: 'ready' })).body.code).toBe('stage_not_cleared');
    const early = { cargo_type: 'Crude oil', stage: 'before_operation' };
    const sooner = await openClearedRoom({ broker, owner });
    await broker.patch(sooner.path, early);
    await broker.patch(`${sooner.path}/vessels/${sooner.vessels[0].id}`, { closed_fairleads: 2 });
    const { verdict } = (await broker.get(sooner.path)).body;
    expect(verdict.reasons.map(({ code }: { code: string }) => code)).not.toContain('vessels_incompatible');
    expect(verdict.due_later).toContainEqual(
      expect.objectContaining({ code: 'vessels_incompatible', due_stage: 'run_in' }),
    );
  });

  test('are a subject if the room asks for the compatibility and figures are missing', async ({
    broker,
    cleared: { path },
  }) => {
    await broker.patch(path, { asks_compatibility: true });
    expect(await codesOf(broker, path)).toContain('vessels_not_compared');
  });

  test('are not known while the room has one vessel', async ({ broker, newRoom: { path } }) => {
    const ship = { name: 'Aurora', imo: '9074729', vessel_type: 'Aframax', flag: 'Malta' };
    await broker.post(`${path}/vessels`, ship);
    expect((await broker.get(`${path}/compatibility`)).body).toEqual({ vessels: [], facts: [] });
  });
});

test('the comparison is in the JSON and CSV records, and the changed figures are in the difference', async ({
  broker,
  cleared: { id, path, vessels },
}) => {
  const { snapshot: before } = await takeSnapshot(broker, id, { snapshot_type: 'json' });
  await broker.patch(`${path}/vessels/${vessels[0].id}`, { crane_swl_t: 15, closed_fairleads: 12 });
  const { snapshot: after } = await takeSnapshot(broker, id, { snapshot_type: 'json' });
  const { content } = JSON.parse((await broker.download(after.download_url)).bytes.toString());
  expect(content.compatibility).toEqual((await broker.get(`${path}/compatibility`)).body);
  expect(content.vessels[0]).toMatchObject({ crane_swl_t: 15, closed_fairleads: 12, bitts_swl_t: null });
  const { body } = await broker.get(`${path}/snapshots/${before.id}/diff/${after.id}`);
  expect(body.vessels).toMatchObject([
    { text: expect.stringMatching(/hose crane SWL .*15 t.*closed fairleads .*12/) },
  ]);
  const { snapshot: csv } = await takeSnapshot(broker, id, { snapshot_type: 'csv' });
  const files = unzipSync((await broker.download(csv.download_url)).bytes);
  const text = (name: string) => Buffer.from(files[name] ?? []).toString();
  expect(text('compatibility.csv')).toContain(
    'crane_swl,"Hose crane, SWL",t,Aegean Pearl,Nordlys,15,,,within_limit',
  );
  expect(text('vessels.csv')).toContain('mooring_line_mbl_t');
});

test('a copy of the room has the figures of its vessels', async ({ broker, cleared: { path, vessels } }) => {
  await broker.patch(`${path}/vessels/${vessels[0].id}`, { ...PEARL, manoeuvring_role: 'manoeuvring' });
  const { body } = await broker.post(`${path}/copy`, { title: 'Copy', sts_eta: '2099-01-01T00:00:00Z' });
  const { items } = (await broker.get(`/rooms/${body.id}/vessels`)).body;
  expect(items[0]).toMatchObject({ ...PEARL, manoeuvring_role: 'manoeuvring' });
});

test.for([
  { freeboard_loaded_m: -1 },
  { closed_fairleads: 1.5 },
  { crane_swl_t: 'ten' },
  { bitts_swl_t: 10_001 },
])('the figure %j is refused', async (figure, { broker, cleared: { path, vessels } }) => {
  expect((await broker.patch(`${path}/vessels/${vessels[0].id}`, figure)).status).toBe(422);
});
