import { expect } from 'vitest';
import { newId } from '../../src/platform/kernel/ids.ts';
import type { Client } from '../support/client.ts';
import { join, ROOM } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const NOT_FOUND = { status: 404, body: { code: 'room_not_found' } };

/** Opens a room under a key, with an administrator as its second broker. Returns how to open it again. */
async function opened(broker: Client, admin: Client) {
  const key = { 'idempotency-key': newId() };
  const open = () => broker.post('/rooms', { ...ROOM, required_documents: false }, key);
  const { body } = await open();
  const path = `/rooms/${body.id}`;
  await admin.post(`${path}/parties`, { role: 'broker', name: 'Second', email: 'second@example.com' });
  const party: { id: string } = (await admin.get(`${path}/parties`)).body.items.find(
    ({ email }: { email: string }) => email === 'broker@roomshot.example',
  );
  return { open, body, path, party: `${path}/parties/${party.id}` };
}

test('the stored answer to a new room is only for those who may still see it', async ({ broker, admin }) => {
  const { open, body, party } = await opened(broker, admin);
  expect(await open()).toMatchObject({ status: 201, body });
  await admin.patch(party, { role: 'viewer', reason: 'Another firm' });
  expect(await open()).toMatchObject({ status: 403, body: { code: 'role_changed' } });
  await admin.patch(party, { role: 'broker' });
  expect(await open()).toMatchObject({ status: 201, body });
  await admin.delete(`${party}?reason=Sold`);
  expect(await open()).toMatchObject(NOT_FOUND);
});

test('so is that to a change of a task', async ({ broker, admin }) => {
  const { path, party } = await opened(broker, admin);
  const { created } = await takeSnapshot(broker, path.replace('/rooms/', ''), { snapshot_type: 'json' });
  const key = { 'idempotency-key': newId() };
  const first = await broker.post(`/snapshots/tasks/${created.task_id}/cancel`, {}, key);
  await admin.delete(`${party}?reason=Sold`);
  const second = await broker.post(`/snapshots/tasks/${created.task_id}/cancel`, {}, key);
  expect(second.status).toBe(404);
  expect(first.status).not.toBe(404);
});

test('and that to a message or a snapshot', async ({ broker, admin }) => {
  const { path, party } = await opened(broker, admin);
  await join(broker, path, 'owner');
  const key = { 'idempotency-key': newId() };
  const say = () => broker.post(`${path}/messages`, { text: 'Private' }, key);
  expect((await say()).status).toBe(201);
  expect((await say()).headers.get('idempotency-replayed')).toBe('true');
  const other = { 'idempotency-key': newId() };
  const take = () => broker.post(`${path}/snapshots`, { snapshot_type: 'json' }, other);
  expect((await take()).status).toBe(201);
  await admin.delete(`${party}?reason=Sold`);
  expect(await say()).toMatchObject(NOT_FOUND);
  expect(await take()).toMatchObject(NOT_FOUND);
});
