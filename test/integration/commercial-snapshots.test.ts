import { expect } from 'vitest';
import { captureState, hashState } from '../../src/clearance/state/room-state-store.ts';
import { newId } from '../../src/platform/kernel/ids.ts';
import { freezeSnapshot } from '../../src/records/snapshots/snapshot-request.ts';
import { join } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const OPEN = { snapshot_type: 'json' };
const WHOLE = { ...OPEN, include_commercial: true };
const REFUSED = {
  status: 403,
  body: {
    code: 'role_not_permitted',
    detail:
      "This snapshot contains commercial terms. Role 'seller' cannot read them. Only owners, brokers, charterers, and admins can.",
  },
};

/** A room with a seller, which states a cargo value, and a snapshot of each kind. */
const test = serverTest.extend('commercial', async ({ broker, newRoom: { path, id } }) => {
  await join(broker, path, 'seller');
  await broker.patch(path, { cargo_value_usd: 44_600_000 });
  const take = async (body: object) => (await takeSnapshot(broker, id, body)).snapshot;
  return { path, id, take, open: await take(OPEN), whole: await take(WHOLE) };
});

test('a snapshot leaves the commercial terms out unless the request includes them', async ({
  database,
  commercial: { id, open, whole, take },
}) => {
  expect([open.include_commercial, whole.include_commercial]).toEqual([false, true]);
  expect(whole.revision).toBe(open.revision);
  expect(whole.state_hash).not.toBe(open.state_hash);
  // Each choice is frozen once for a revision.
  const again = [await take(OPEN), await take(WHOLE)];
  expect(again.map(({ state_hash }) => state_hash)).toEqual([open.state_hash, whole.state_hash]);
  const rows = await database.query.selectFrom('snapshots').select('edition_key').where('room_id', '=', id);
  const keys = (await rows.execute()).map(({ edition_key }) => edition_key);
  expect([keys.length, new Set(keys).size]).toEqual([4, 2]);
});

test('the others see that it exists, but neither its file nor what the terms could be guessed from', async ({
  broker,
  seller,
  commercial: { path, open, whole },
}) => {
  const hidden = { file_size: null, state_hash: null, sha256: null };
  const address = `${path}/snapshots/${whole.id}`;
  expect((await seller.get(address)).body).toEqual({ ...whole, ...hidden });
  expect((await seller.get(`${path}/snapshots`)).body).toEqual([{ ...whole, ...hidden }, open]);
  expect((await broker.get(`${path}/snapshots`)).body).toEqual([whole, open]);
  expect((await seller.get(`/snapshots/tasks/${whole.task_id}`)).body.result.file_size).toBeNull();
  expect((await broker.get(`/snapshots/tasks/${whole.task_id}`)).body.result.file_size).toBe(whole.file_size);
  expect(await seller.get(`${address}/download`)).toMatchObject(REFUSED);
  const headers = { 'if-none-match': `"${whole.sha256}"`, range: 'bytes=0-9' };
  expect(await seller.get(`${address}/download`, headers)).toMatchObject(REFUSED);
  const head = await seller.open(`${address}/download`, { method: 'HEAD' });
  expect([head.status, head.headers.get('etag')]).toEqual([403, null]);
  for (const [one, other] of [
    [open, whole],
    [whole, open],
  ]) {
    expect(await seller.get(`${path}/snapshots/${one.id}/diff/${other.id}`)).toMatchObject(REFUSED);
  }
});

test('a party that gets another role loses the records with commercial terms', async ({
  admin,
  broker,
  seller,
  commercial: { path, whole },
}) => {
  const { items } = (await broker.get(`${path}/parties`)).body;
  const party = items.find(({ role }: { role: string }) => role === 'seller');
  const become = (role: string) =>
    admin.patch(`${path}/parties/${party.id}`, { role, reason: 'Another mandate.' });
  const download = async () => (await seller.download(whole.download_url)).status;
  await become('charterer');
  expect([await download(), (await seller.get(path)).body.cargo_value_usd]).toEqual([200, 44_600_000]);
  await become('viewer');
  expect([await download(), (await seller.get(path)).body.cargo_value_usd]).toEqual([403, undefined]);
});

test('terms are compared only between two records that include them', async ({
  broker,
  commercial: { path, open, whole, take },
}) => {
  await broker.patch(path, { cargo_value_usd: 45_000_000 });
  const later = await take(WHOLE);
  const diff = async (before: string, after: string) =>
    (await broker.get(`${path}/snapshots/${before}/diff/${after}`)).body;
  expect(await diff(whole.id, later.id)).toMatchObject({
    operation: [{ text: 'Cargo value: 44,600,000 USD → 45,000,000 USD' }],
    not_compared: [],
  });
  expect(await diff(open.id, later.id)).toMatchObject({
    operation: [],
    not_compared: [
      {
        section: 'commercial',
        missing_in: 'before',
        text: 'Commercial terms are not compared: the first of the two snapshots does not include them',
      },
    ],
  });
});

test('a record without the terms names the compared state by its hash without them', async ({
  broker,
  commercial: { open, whole, take },
}) => {
  const since = async (body: object) => {
    const { bytes } = await broker.download((await take({ ...body, compare_to: whole.id })).download_url);
    return JSON.parse(bytes.toString()).content.changes.since;
  };
  expect(await since(OPEN)).toMatchObject({ snapshot_id: whole.id, state_hash: open.state_hash });
  expect(await since(WHOLE)).toMatchObject({ snapshot_id: whole.id, state_hash: whole.state_hash });
});

test('only the roles that may read the terms may freeze them', async ({
  database,
  commercial: { id, open },
}) => {
  const actor = { userId: newId(), email: 'x@example.com', name: 'X', role: 'seller', roomId: id } as const;
  const sections = { documents: true, approvals: true, activity: true };
  const request = { title: null, type: 'json', sections, compareTo: null, timeoutSeconds: 60 };
  const freeze = (includeCommercial: boolean) =>
    database.transaction((tx) =>
      freezeSnapshot(tx, { ...actor, roomRole: 'seller' }, { ...request, includeCommercial }, new Date()),
    );
  await expect(freeze(true)).rejects.toMatchObject({ kind: 'forbidden', code: 'commercial_not_permitted' });
  expect(await freeze(false)).toMatchObject({ stateHash: open.state_hash });
  const { state } = await captureState(database.query, id, new Date(), { includeCommercial: false });
  expect(hashState(state)).toBe(open.state_hash);
});
