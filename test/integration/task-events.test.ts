import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import type { Roomshot } from '../../src/app/app.ts';
import { advanceTask, type Lease, takeTasks } from '../../src/records/snapshots/task-store.ts';
import type { Client } from '../support/client.ts';
import { readEvents } from '../support/event-reader.ts';
import { join } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';

/** Nobody works here, so every task waits for as long as a test needs it to. */
const test = serverTest.extend('drained', { scope: 'file', auto: true }, ({ server }) =>
  server.roomshot.jobs.queue.drain(),
);

/** Asks for a snapshot and follows its task. */
async function follow(broker: Client, path: string, reader: Client) {
  const { body } = await broker.post(`${path}/snapshots`, { snapshot_type: 'json' });
  const events = readEvents(await reader.open(`/snapshots/tasks/${body.task_id}/events`));
  expect((await events.next()).value).toMatchObject({ name: 'progress', data: { status: 'pending' } });
  return { id: body.id, taskId: body.task_id, next: () => events.next() };
}

/** What remains of a task when the database server crashes after a progress, which is not written in a transaction. */
const loseProgress = ({ database }: Roomshot, taskId: string) =>
  sql`update tasks set stage = 'state', version = version - 1 where id = ${taskId}`.execute(database.query);

const END = { done: true, value: undefined };

describe('the stream of a task ends', () => {
  test('when its snapshot is deleted, but not when another one is', async ({
    broker,
    admin,
    newRoom: { path },
  }) => {
    const other = await follow(broker, path, broker);
    const { id, next } = await follow(broker, path, broker);
    await admin.delete(`${path}/snapshots/${other.id}`);
    expect(await other.next()).toEqual(END);
    await broker.post(`${path}/messages`, { text: 'Something else' });
    const end = next();
    expect(await Promise.race([end, broker.get(path)])).not.toEqual(END);
    await admin.delete(`${path}/snapshots/${id}`);
    expect(await end).toEqual(END);
  });

  test('when the room is deleted', async ({ broker, admin, newRoom: { path } }) => {
    const { next } = await follow(broker, path, broker);
    await admin.delete(path);
    expect(await next()).toEqual(END);
  });

  test('when its reader is no party any more', async ({ broker, viewer, newRoom: { path } }) => {
    const party = (await join(broker, path, 'viewer')).body;
    const { next } = await follow(broker, path, viewer);
    await broker.delete(`${path}/parties/${party.id}`);
    expect(await next()).toEqual(END);
  });

  test('when its reader is deactivated', async ({ broker, admin, owner, newRoom: { path } }) => {
    await join(broker, path, 'owner');
    const { next } = await follow(broker, path, owner);
    const [account] = (await admin.get('/users?search=owner')).body.items;
    await admin.patch(`/users/${account.id}`, { active: false });
    expect(await next()).toEqual(END);
  });
});

test('who follows a task is told its end, also if the database has lost its progress', async ({
  server: { roomshot },
  broker,
  newRoom: { path },
}) => {
  const { taskId, next } = await follow(broker, path, broker);
  const [taken] = await takeTasks(roomshot.database.query, [taskId], new Date());
  expect((await next()).value).toMatchObject({ data: { status: 'running' } });
  await advanceTask(roomshot.database.query, taken?.lease as Lease, {
    status: 'running',
    stage: 'sealed',
    at: new Date(),
  });
  const lastSeen = (await next()).value;
  expect(lastSeen).toMatchObject({ data: { stage: 'sealed' } });
  await loseProgress(roomshot, taskId);
  await broker.post(`/snapshots/tasks/${taskId}/cancel`);
  expect((await next()).value).toMatchObject({ data: { status: 'cancelled' } });
  expect(await next()).toEqual(END);
  const again = readEvents(
    await broker.open(`/snapshots/tasks/${taskId}/events`, {
      headers: { 'last-event-id': String(lastSeen?.id) },
    }),
  );
  expect((await again.next()).value).toMatchObject({ data: { status: 'cancelled' } });
  expect(await again.next()).toEqual(END);
});

test('who waits for a task whose snapshot is deleted has an answer at once', async ({
  broker,
  admin,
  newRoom: { path },
}) => {
  const { id, taskId } = await follow(broker, path, broker);
  const waited = broker.get(`/snapshots/tasks/${taskId}?wait=60`);
  await broker.get(path);
  await admin.delete(`${path}/snapshots/${id}`);
  expect(await waited).toMatchObject({ status: 404, body: { code: 'task_not_found' } });
}, 20_000);
