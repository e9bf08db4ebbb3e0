import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { readEvents } from '../support/event-reader.ts';
import { join, openRoom } from '../support/rooms.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let broker: Client;
let admin: Client;
let path: string;

beforeAll(async () => {
  server = await startTestServer();
  // Nobody works here, so every task waits for as long as a test needs it to.
  server.roomshot.jobs.queue.drain();
  broker = await server.as('broker');
  admin = await server.as('admin');
  ({ path } = await openRoom(broker));
});
afterAll(() => server[Symbol.asyncDispose]());

/** Asks for a snapshot and follows its task. */
async function follow(reader: Client) {
  const { body } = await broker.post(`${path}/snapshots`, { snapshot_type: 'json' });
  const events = readEvents(await reader.open(`/snapshots/tasks/${body.task_id}/events`));
  expect((await events.next()).value).toMatchObject({ name: 'progress', data: { status: 'pending' } });
  return { id: body.id, taskId: body.task_id, next: () => events.next() };
}

const END = { done: true, value: undefined };

describe('the stream of a task ends', () => {
  test('when its snapshot is deleted, but not when another one is', async () => {
    const other = await follow(broker);
    const { id, next } = await follow(broker);
    await admin.delete(`${path}/snapshots/${other.id}`);
    expect(await other.next()).toEqual(END);
    await broker.post(`${path}/messages`, { text: 'Something else' });
    const end = next();
    expect(await Promise.race([end, broker.get(path)])).not.toEqual(END);
    await admin.delete(`${path}/snapshots/${id}`);
    expect(await end).toEqual(END);
  });

  test('when the room is deleted', async () => {
    const { next } = await follow(broker);
    const deleted = path;
    ({ path } = await openRoom(broker));
    await admin.delete(deleted);
    expect(await next()).toEqual(END);
  });

  test('when its reader is no party any more', async () => {
    const party = (await join(broker, path, 'viewer')).body;
    const { next } = await follow(await server.as('viewer'));
    await broker.delete(`${path}/parties/${party.id}`);
    expect(await next()).toEqual(END);
  });

  test('when its reader is deactivated', async () => {
    await join(broker, path, 'owner');
    const { next } = await follow(await server.as('owner'));
    const [account] = (await admin.get('/users?search=owner')).body.items;
    await admin.patch(`/users/${account.id}`, { active: false });
    expect(await next()).toEqual(END);
  });
});

test('who waits for a task whose snapshot is deleted has an answer at once', async () => {
  const { id, taskId } = await follow(broker);
  const waited = broker.get(`/snapshots/tasks/${taskId}?wait=60`);
  await broker.get(path);
  await admin.delete(`${path}/snapshots/${id}`);
  expect(await waited).toMatchObject({ status: 404, body: { code: 'task_not_found' } });
}, 20_000);
