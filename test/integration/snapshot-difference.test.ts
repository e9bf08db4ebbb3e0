import { expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { fileDocument } from '../support/evidence.ts';
import { join } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const JSON_FILE = { snapshot_type: 'json' };

const idOf = async (broker: Client, room: string, body: object = JSON_FILE): Promise<string> =>
  (await broker.post(`/rooms/${room}/snapshots`, body)).body.id;
const diff = (client: Client, before: string, after: string, room: string) =>
  client.get(`/rooms/${room}/snapshots/${before}/diff/${after}`);

test('what was done in a room is what two snapshots of it differ in', async ({
  broker,
  owner,
  seller,
  newRoom: { path, id },
}) => {
  await join(broker, path, 'seller');
  const vessel = { name: 'Полярис', vessel_type: 'aframax_tanker', flag: 'Malta', imo: '9074729' };
  const ship = (await broker.post(`${path}/vessels`, vessel)).body;
  const listed = { type_code: 'fender_certificates', vessel_id: ship.id };
  const fenders = (await broker.post(`${path}/documents`, listed)).body;
  const before = await idOf(broker, id);
  await broker.patch(path, { cargo_quantity: 80_000, cargo_unit: 'tonnes', poac: '김민준' });
  await broker.patch(`${path}/vessels/${ship.id}`, { name: 'Polaris' });
  await fileDocument({ uploader: seller, reviewer: broker }, `${path}/documents/${fenders.id}`, {
    expires_on: '2027-03-20',
  });
  await join(broker, path, 'owner');
  const after = await idOf(broker, id);

  const { status, body } = await diff(owner, before, after, id);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    before: { id: before },
    after: { id: after },
    equal: false,
    not_compared: [{ section: 'commercial', missing_in: 'both' }],
  });
  const texts = (changes: { text: string }[]): string[] => changes.map(({ text }) => text);
  expect(texts(body.operation)).toEqual([
    'Cargo quantity: not stated → 80,000 tonnes',
    'Person in overall advisory control: not stated → 김민준',
  ]);
  expect(texts(body.vessels)).toEqual(['Polaris: name Полярис → Polaris']);
  expect(texts(body.parties)).toEqual(['The owner: added (role owner)']);
  expect(body.documents).toMatchObject([
    {
      kind: 'changed',
      subject: { type: 'document', id: fenders.id, name: `${fenders.type_name} of Polaris` },
    },
  ]);
  expect(texts(body.documents)).toEqual([
    expect.stringMatching(
      /^Fender certificates of Polaris: missing → approved, expiry 2027-03-20, file certificate\.pdf \(/,
    ),
  ]);
  expect(texts(body.approvals)).toEqual(['Approval by The owner (owner): added (pending)']);
  expect(body.verdict.reasons_went).toMatchObject([{ code: 'document_missing', document_id: fenders.id }]);
  expect(body.activity.entries.map(({ action }: { action: string }) => action)).toEqual([
    'room_updated',
    'vessel_updated',
    'document_uploaded',
    'document_approved',
    'party_added',
  ]);
});

test('a snapshot does not differ from itself, nor from another of the same state', async ({
  broker,
  readyRoom,
}) => {
  const [one, other] = [await idOf(broker, readyRoom), await idOf(broker, readyRoom)];
  for (const pair of [
    [one, one],
    [one, other],
  ] as const) {
    const { body } = await diff(broker, ...pair, readyRoom);
    expect(body).toMatchObject({ equal: true, counts: { added: 0, removed: 0, changed: 0 } });
  }
});

test('a section that was left out is not compared, and nothing of it counts as removed', async ({
  broker,
  readyRoom,
}) => {
  const whole = await idOf(broker, readyRoom);
  const partial = await idOf(broker, readyRoom, {
    ...JSON_FILE,
    include_documents: false,
    include_activity: false,
  });
  const { body } = await diff(broker, whole, partial, readyRoom);
  expect(body).toMatchObject({ equal: true, documents: null, document_types: null, activity: null });
  expect(body.not_compared.map(({ text }: { text: string }) => text)).toEqual([
    'Commercial terms are not compared: neither snapshot includes them',
    'Documents are not compared: the second of the two snapshots does not include them',
    'Activity entries are not compared: the second of the two snapshots does not include them',
  ]);
});

test('snapshots that are not there, or not for the reader, answer alike', async ({
  broker,
  readyRoom,
  seller,
}) => {
  const foreign = await roomIdOf(broker, 'Chrysi Avgerini');
  const [own, theirs] = [await idOf(broker, readyRoom), await idOf(broker, foreign)];
  const without = ({ request_id, ...problem }: Record<string, unknown>) => problem;
  const missing = await diff(broker, own, NOWHERE, readyRoom);
  expect(missing).toMatchObject({ status: 404, body: { code: 'snapshot_not_found' } });
  for (const [before, after] of [
    [NOWHERE, own],
    [own, theirs],
    [theirs, own],
    [own, 'x'],
  ] as const) {
    expect(without((await diff(broker, before, after, readyRoom)).body)).toEqual(without(missing.body));
  }
  const refused = await diff(seller, theirs, theirs, foreign);
  expect(refused.status).toBe(404);
  expect(without(refused.body)).toEqual(without((await diff(seller, own, own, NOWHERE)).body));
});

test('a room with many documents is compared whole', async ({ broker }) => {
  const large = await roomIdOf(broker, 'Chrysi Avgerini');
  const { snapshot } = await takeSnapshot(broker, large, JSON_FILE);
  const { body } = await broker.get(`/rooms/${large}/documents`);
  for (const { id } of body.items.slice(0, 3)) {
    await broker.patch(`/rooms/${large}/documents/${id}`, { notes: 'Seen' });
  }
  const difference = await diff(broker, snapshot.id, await idOf(broker, large), large);
  expect(difference.body.documents).toHaveLength(3);
  expect(difference.body.counts).toEqual({ added: 0, removed: 0, changed: 3 });
});
