import { describe, expect } from 'vitest';
import { upload } from '../support/evidence.ts';
import { join } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';
import { clearRoom } from '../support/vessels-side-by-side.ts';

const NAMES = { poac: 'POAC', sts_provider: 'STS provider' };

describe.each(['poac', 'sts_provider'] as const)('a party with the role %s', (role) => {
  test('is asked for its approval, and gives it with subjects', async ({
    server,
    broker,
    seller,
    newRoom: { path },
  }) => {
    const { verdict } = await clearRoom({ broker, seller }, path);
    expect((await join(broker, path, role)).status).toBe(201);
    const open = await verdict();
    expect(open).toMatchObject({ outcome: 'pending', reasons: [{ code: 'approval_pending', acts: [role] }] });
    expect(open.reasons[0]?.subject).toBe(`The ${role} (${NAMES[role]})`);

    const party = await server.as(role);
    const { items } = (await party.get(`${path}/approvals`)).body;
    const own = items.find(({ party_role }: { party_role: string }) => party_role === role);
    const given = await party.post(`${path}/approvals/${own.id}/approve`, { subjects: ['Daylight only.'] });
    expect(given.status, JSON.stringify(given.body)).toBe(200);
    expect(await verdict()).toMatchObject({
      outcome: 'cleared_with_subjects',
      reasons: [{ code: 'approval_subject_open', text: expect.stringContaining('Daylight only.') }],
    });
    const [subject] = given.body.subjects;
    const lift = `${path}/approvals/${own.id}/subjects/${subject.id}/lift`;
    expect((await party.post(lift, { reason: 'Agreed.' })).status).toBe(403);
  });

  test('sends documents and messages, and reviews nothing', async ({ server, broker, newRoom: { path } }) => {
    await join(broker, path, role);
    const { body: document } = await broker.post(`${path}/documents`, { type_code: 'fender_certificates' });
    const own = `${path}/documents/${document.id}`;
    const party = await server.as(role);
    expect((await upload(party, own)).status).toBe(200);
    expect((await party.post(`${path}/messages`, { text: 'Fenders are on board.' })).status).toBe(201);
    for (const [refused, body] of [
      [`${own}/approve`, undefined],
      [`${own}/reject`, { note: 'Too old.' }],
      [`${path}/snapshots`, { snapshot_type: 'json' }],
    ] as const)
      expect((await party.post(refused, body)).status, refused).toBe(403);
    expect((await party.patch(own, { notes: 'Mine.' })).status).toBe(403);
  });

  test('leaves only for a reason while its approval is open', async ({ broker, newRoom: { path } }) => {
    const { body: party } = await join(broker, path, role);
    const removed = `${path}/parties/${party.id}`;
    expect(await broker.delete(removed)).toMatchObject({ status: 422, body: { code: 'reason_required' } });
    expect((await broker.delete(`${removed}?reason=Replaced`)).status).toBe(200);
    const { reasons } = (await broker.get(path)).body.verdict;
    expect(reasons).toContainEqual(
      expect.objectContaining({ code: 'exception', text: expect.stringContaining(`(${NAMES[role]})`) }),
    );
  });
});
