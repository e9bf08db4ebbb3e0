import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { join } from '../support/rooms.ts';
import type { TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';

/** Nobody works here, so every task keeps its place in the queue. */
const test = serverTest.extend('drained', { scope: 'file', auto: true }, ({ server }) =>
  server.roomshot.jobs.queue.drain(),
);

const take = (client: Client, path: string) => client.post(`${path}/snapshots`, { snapshot_type: 'json' });

/** Copies an unfinished snapshot and its task, as if the same account had requested so many more. */
const multiply = ({ roomshot }: TestServer, id: string, count: number) =>
  roomshot.database.transaction(async (tx) => {
    await sql`
      insert into snapshots (id, room_id, room_title, state_hash, revision, title, type, include_documents,
        include_approvals, include_activity, include_commercial, created_by, created_by_name, created_at, status)
      select gen_random_uuid(), room_id, room_title, state_hash, revision, 'Copy', type, include_documents,
        include_approvals, include_activity, include_commercial, created_by, created_by_name, created_at, status
      from snapshots, generate_series(1, ${count}::int) where id = ${id}::uuid`.execute(tx);
    await sql`
      insert into tasks (id, snapshot_id, seq, created_by, status, stage, progress, attempt, version, timeout_seconds, created_at)
      select 'snapshot-' || id, id, seq, created_by, 'pending', 'queued', 0, 0, 1, 300, created_at
      from snapshots where title = 'Copy' on conflict do nothing`.execute(tx);
  });

test('one account takes half of the queue at most, and the next one half of the rest', async ({
  server,
  broker,
  owner,
  newRoom: { path },
}) => {
  await join(broker, path, 'owner');
  const failed = (await take(broker, path)).body;
  await broker.post(`/snapshots/tasks/${failed.task_id}/cancel`);
  const { body: first } = await take(broker, path);
  await multiply(server, first.id, 498);
  expect((await take(broker, path)).status).toBe(201);
  const refused = await take(broker, path);
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_tasks' } });
  expect(refused.body.detail).toContain('500 snapshots of this account are not finished');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await broker.post(`/snapshots/tasks/${failed.task_id}/retry`)).toMatchObject({
    status: 429,
    body: { code: 'too_many_tasks' },
  });
  const { status, body: other } = await take(owner, path);
  expect(status).toBe(201);
  await multiply(server, other.id, 249);
  expect(await take(owner, path)).toMatchObject({ status: 429, body: { code: 'too_many_tasks' } });
  await broker.post(`/snapshots/tasks/${first.task_id}/cancel`);
  await broker.post(`/snapshots/tasks/${other.task_id}/cancel`);
  expect((await take(owner, path)).status).toBe(201);
});

test('one account sends 10,000 messages in a room at most, and others still can', async ({
  server,
  broker,
  owner,
  newRoom: { path, id },
}) => {
  await join(broker, path, 'owner');
  await server.roomshot.database.transaction(async (tx) => {
    await sql`
      insert into activities (id, room_id, revision, at, actor, action, summary)
      select gen_random_uuid(), id, revision + n, now(), 'broker@roomshot.example', 'message_sent', 'Hello?'
      from rooms, generate_series(1, 9999) n where id = ${id}::uuid`.execute(tx);
    await sql`update rooms set revision = revision + 9999 where id = ${id}::uuid`.execute(tx);
  });
  const say = (client: Client) => client.post(`${path}/messages`, { text: 'Hello?' });
  expect((await say(broker)).status).toBe(201);
  expect(await say(broker)).toMatchObject({ status: 409, body: { code: 'too_many_messages' } });
  expect((await say(owner)).status).toBe(201);
  expect((await broker.patch(path, { poac: 'Capt. Elena Ruiz' })).status).toBe(200);
});
