import { unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { approveAll, type ClearedRoom, codesOf, openClearedRoom } from '../support/cleared-room.ts';
import type { Client } from '../support/client.ts';
import { daysFromNow, fileDocument, upload } from '../support/evidence.ts';
import { hasPdfTools, pdfText } from '../support/pdf-tools.ts';
import { join } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

// What people of the trade saw in a room and its record, and what must never happen again: who or what is taken away
// disappears without a word, and the record contradicts itself.

const test = serverTest.extend(
  'cleared',
  ({ broker, owner }): Promise<ClearedRoom> => openClearedRoom({ broker, owner }),
);
const pdfTest = hasPdfTools('pdftotext') ? test : test.skip;

const REASON = 'The ship was sold, and her new owner is not known yet';
const inQuery = `?reason=${encodeURIComponent(REASON)}`;

/** The text of the record of a room, without the breaks of its lines. */
async function recordText(client: Client, id: string): Promise<string> {
  const { snapshot } = await takeSnapshot(client, id);
  const { bytes } = await client.download(snapshot.download_url);
  return pdfText(bytes).replaceAll(/\s+/g, ' ');
}

describe('a party that has not agreed', () => {
  test('is not removed without a reason, and the room says who removed it', async ({ broker, cleared }) => {
    const { path } = cleared;
    const { body: charterer } = await join(broker, path, 'charterer');
    const party = `${path}/parties/${charterer.id}`;
    const before = (await broker.get(path)).body;
    expect(before.verdict.reasons).toMatchObject([{ code: 'approval_pending', party_id: charterer.id }]);
    for (const attempt of [
      () => broker.delete(party),
      () => broker.patch(party, { role: 'viewer' }),
      () => broker.delete(`${party}?reason=%20`),
    ]) {
      expect((await attempt()).status).toBe(422);
    }
    expect((await broker.delete(party)).body.code).toBe('reason_required');
    expect((await broker.get(path)).body).toEqual(before);

    expect((await broker.delete(party + inQuery)).status).toBe(200);
    const { verdict, exceptions } = (await broker.get(path)).body;
    expect(exceptions).toMatchObject([
      {
        ...{ kind: 'party_removed', reason: REASON, decided_by: 'broker@roomshot.example' },
        subject: 'The charterer (charterer) was removed from the room',
      },
    ]);
    expect(verdict).toMatchObject({
      outcome: 'cleared_with_subjects',
      reasons: [{ code: 'exception', text: expect.stringContaining(REASON) }],
    });
    const { items } = (await broker.get(`${path}/activity?limit=100`)).body;
    const summaries = items.map(({ summary }: { summary: string }) => summary);
    expect(summaries[0]).toBe('The charterer (charterer) was removed from the room.');
    expect(summaries.join()).not.toContain(' left');
  });

  test('is not silenced by another role without a reason', async ({ broker, cleared: { path } }) => {
    const { body: charterer } = await join(broker, path, 'charterer');
    const party = `${path}/parties/${charterer.id}`;
    expect((await broker.patch(party, { role: 'buyer', reason: REASON })).status).toBe(200);
    expect((await broker.get(path)).body.exceptions).toMatchObject([
      { kind: 'party_removed', subject: expect.stringContaining('became buyer'), reason: REASON },
    ]);
    expect(await codesOf(broker, path)).toEqual(['exception']);
  });
});

describe('a vessel', () => {
  test('does not take evidence or a refusal with it without a reason', async ({
    broker,
    owner,
    admin,
    cleared: { path, documents, vessels },
  }) => {
    const [vessel] = vessels;
    const [document] = documents.filter(({ vessel_id }) => vessel_id === vessel.id);
    await broker.post(`${document.path}/reject`, { note: 'Another ship' });
    const { items } = (await broker.get(`${path}/parties`)).body;
    const party = items.find(({ role }: { role: string }) => role === 'owner');
    const asked = { party_id: party.id, vessel_id: vessel.id, concerns: 'suitability' };
    const approval = (await broker.post(`${path}/approvals`, asked)).body;
    const ship = `${path}/vessels/${vessel.id}?documents=removed`;
    const refused = await admin.delete(ship);
    expect(refused).toMatchObject({ status: 422, body: { code: 'reason_required' } });
    expect(refused.body.detail).toContain('with 2 of its documents');
    await owner.post(`${path}/approvals/${approval.id}/reject`, { note: 'Not this ship' });
    const kept = `${path}/vessels/${vessel.id}?documents=superseded`;
    expect((await admin.delete(kept)).body.code).toBe('reason_required');
    expect((await admin.delete(`${ship}&${inQuery.slice(1)}`)).status).toBe(200);
    expect((await broker.get(path)).body.exceptions).toMatchObject([
      {
        ...{ kind: 'vessel_removed', reason: REASON },
        subject:
          'Aegean Pearl was removed from the room with 2 of its documents and the refusal of The owner (owner)',
      },
    ]);
    expect(await codesOf(broker, path)).toContain('exception');
  });

  test('that was entered by mistake is removed without a reason', async ({ broker, admin, cleared }) => {
    const third = { name: 'Third', imo: '9074729', vessel_type: 'Aframax', flag: 'Malta' };
    const { id } = (await broker.post(`${cleared.path}/vessels`, third)).body;
    expect((await admin.delete(`${cleared.path}/vessels/${id}`)).status).toBe(200);
    expect((await broker.get(cleared.path)).body.exceptions).toEqual([]);
  });
});

describe('what the clearance asked for', () => {
  test('is not released, removed or reduced without a reason', async ({ broker, cleared }) => {
    const { path, documents } = cleared;
    const [document] = documents;
    const requirement = (await broker.get(`${path}/requirements`)).body.items.find(
      ({ type_code }: { type_code: string }) => type_code === document.type_code,
    );
    const requirementPath = `${path}/requirements/${requirement.id}`;
    const before = (await broker.get(path)).body;
    const attempts = [
      (reason?: string) => broker.patch(document.path, { status: 'waived', reason }),
      (reason?: string) => broker.patch(document.path, { status: 'not_applicable', reason }),
      (reason?: string) => broker.patch(path, { expiry_margin_days: 0, reason }),
      (reason?: string) => broker.patch(requirementPath, { needs_file: false, reason }),
      (reason?: string) => broker.patch(requirementPath, { due_stage: 'unmooring', reason }),
      (reason?: string) => broker.delete(`${document.path}${reason ? inQuery : ''}`),
      (reason?: string) => broker.delete(`${requirementPath}${reason ? inQuery : ''}`),
    ];
    for (const attempt of attempts)
      expect((await attempt()).body).toMatchObject({ status: 422, code: 'reason_required' });
    expect((await broker.get(path)).body).toEqual(before);

    for (const attempt of attempts) expect((await attempt(REASON)).status).toBe(200);
    const { exceptions } = (await broker.get(path)).body;
    expect(exceptions.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['document_released', 'document_released', 'margin_reduced', 'requirement_reduced'],
      ...['requirement_reduced', 'requirement_removed'],
    ]);
  });

  test('is asked for again without a trace in the verdict, but not in the room', async ({
    broker,
    owner,
    cleared,
  }) => {
    const { path, documents } = cleared;
    const [document] = documents;
    await broker.patch(document.path, { status: 'waived', reason: REASON });
    expect(await codesOf(broker, path)).toEqual(['exception']);
    await broker.patch(document.path, { status: 'missing' });
    expect(await codesOf(broker, path)).toEqual(['document_missing']);
    await fileDocument({ uploader: owner, reviewer: broker }, document.path);
    await approveAll({ broker, owner }, path);
    expect(await codesOf(broker, path)).toEqual([]);
    expect((await broker.get(path)).body.exceptions).toHaveLength(1);
  });
});

describe('the record', () => {
  test('says in JSON and CSV what was decided without evidence', async ({ broker, cleared }) => {
    const { path, id } = cleared;
    await broker.patch(path, { location: 'Off Skaw' });
    await broker.post(`${path}/status`, { status: 'ready', override: REASON });
    const json = await takeSnapshot(broker, id, { snapshot_type: 'json' });
    const { content } = JSON.parse((await broker.download(json.snapshot.download_url)).bytes.toString());
    expect(content.exceptions).toMatchObject([{ kind: 'override', reason: REASON }]);
    expect(content.verdict).toMatchObject({
      ...{ outcome: 'pending', stage: 'run_in' },
      rule_set: { name: 'roomshot-clearance', version: expect.stringMatching(/^\d+$/) },
    });
    const csv = await takeSnapshot(broker, id, { snapshot_type: 'csv' });
    const files = unzipSync((await broker.download(csv.snapshot.download_url)).bytes);
    expect(Buffer.from(files['exceptions.csv'] ?? []).toString()).toContain(REASON);
    expect(Buffer.from(files['verdict.csv'] ?? []).toString()).toContain('approval_lapsed');
  });

  pdfTest('says on page one who overrode, when and why', async ({ broker, cleared: { path, id } }) => {
    await broker.patch(path, { location: 'Off Skaw' });
    await broker.post(`${path}/status`, { status: 'ready', override: REASON });
    const text = await recordText(broker, id);
    const [, pageOne = ''] = /^(.*?)(?=1 Operation)/.exec(text) ?? [];
    expect(pageOne).toContain('entered by override');
    expect(pageOne).toContain('Ingrid Sørensen');
    expect(pageOne).toContain(REASON);
  });

  pdfTest('counts days from one base, on page one and in the table', async ({ broker, owner, cleared }) => {
    const { path, id, documents } = cleared;
    const fenders = documents.find(({ type_code }) => type_code === 'fender_certificates');
    const { last_day_needed } = (await broker.get(path)).body;
    const expires_on = new Date(Date.parse(last_day_needed) - 86_400_000).toISOString().slice(0, 10);
    const people = { uploader: owner, reviewer: broker };
    const filed = await fileDocument(people, fenders.path, { expires_on });
    expect(filed).toMatchObject({ days_to_spare: -1, expires_early: true, valid_until: expires_on });
    const { reasons } = (await broker.get(path)).body.verdict;
    const short = `expires on ${expires_on}, 1 day short of ${last_day_needed}`;
    expect(reasons[0]).toMatchObject({
      ...{ code: 'document_expires_during_operation', document_id: filed.id },
      text: expect.stringContaining(short),
    });
    const text = await recordText(broker, id);
    // Page one begins a sentence with it.
    expect(text).toContain(short.replace('expires', 'Expires'));
    expect(text).toContain('▲ −1 d');
    expect(text.match(/▲ (?=−?\d)/g)).toHaveLength(1);
  });

  pdfTest('has no red triangle on a waived document', async ({ broker, owner, cleared }) => {
    const { path, id, documents } = cleared;
    const fenders = documents.find(({ type_code }) => type_code === 'fender_certificates');
    await upload(owner, fenders.path, { facts: { expires_on: daysFromNow(-3) } });
    expect(await recordText(broker, id)).toMatch(/▲ −\d+ d/);
    const { body } = await broker.patch(fenders.path, { status: 'waived', reason: REASON });
    expect(body).toMatchObject({ status: 'waived', expires_early: false });
    expect(await codesOf(broker, path)).not.toContain('document_expired');
    expect(await recordText(broker, id)).not.toMatch(/▲ −?\d/);
  });
});
