import { once } from 'node:events';
import { connect } from 'node:net';
import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import type { ReplaceRenderers } from '../../src/app/editions.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import type { JobKind } from '../../src/platform/jobs/job-kind.ts';
import { type JobQueue, openJobQueue } from '../../src/platform/jobs/job-queue.ts';
import { test as dataTest } from '../support/data-test.ts';
import { readEvents } from '../support/event-reader.ts';
import { startTestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';

test('a connection on which nothing was asked does not keep the server from stopping', async ({
  ownServer,
}) => {
  const { http, address, stop } = ownServer.server;
  const accepted = once(http.server, 'connection');
  const socket = connect({ port: Number(new URL(address).port), host: '127.0.0.1' });
  await accepted;
  const closed = once(socket.resume(), 'close');
  await stop();
  await closed;
  expect(socket.bytesRead).toBe(0);
});

test('a client that sends slowly does not keep the server from stopping', async ({ ownServer }) => {
  const { http, address, stop } = ownServer.server;
  const asked = once(http.server, 'request');
  const socket = connect({ port: Number(new URL(address).port), host: '127.0.0.1' });
  socket.on('error', () => {});
  socket.write('POST /api/v1/verify HTTP/1.1\r\nHost: roomshot\r\nContent-Length: 1000\r\n');
  socket.write('Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n');
  await asked;
  const closed = once(socket.resume(), 'close');
  await stop(0);
  await closed;
});

test('an open event stream ends when the server stops', async ({ ownServer, readyRoom }) => {
  const broker = await ownServer.as('broker');
  const events = readEvents(await broker.open(`/rooms/${readyRoom}/events`));
  expect((await events.next()).value).toMatchObject({ name: 'present' });
  await ownServer.server.stop();
  expect((await events.next()).done).toBe(true);
});

/** For `startTestServer`: no JSON is rendered before the gate is open. */
const heldBy =
  (gate: Promise<void>): ReplaceRenderers =>
  ({ json }) => ({
    json: { ...json, render: (content, options) => gate.then(() => json.render(content, options)) },
  });

test('a client that waits for a task gets its progress when the server stops', async ({ readyRoom }) => {
  const gate = Promise.withResolvers<void>();
  await using running = await startTestServer({ renderers: heldBy(gate.promise) });
  const subscribe = vi.spyOn(running.roomshot.events.tasks, 'subscribe');
  const broker = await running.as('broker');
  const { body } = await broker.post(`/rooms/${readyRoom}/snapshots`, { snapshot_type: 'json' });
  const answer = broker.get(`/snapshots/tasks/${body.task_id}?wait=60`);
  await expect.poll(() => subscribe.mock.calls.length).toBe(1);
  await running.server.stop();
  const { status, body: task } = await answer;
  expect([status, task.task_id]).toEqual([200, body.task_id]);
  expect(['pending', 'running']).toContain(task.status);
  gate.resolve();
});

/** How many snapshots are made at once. */
const HANDS = 3;

test('a stopping server finishes the snapshots that it is making, and begins no others', async ({
  readyRoom,
}) => {
  const gate = Promise.withResolvers<void>();
  await using running = await startTestServer({
    config: { renderProcesses: HANDS },
    renderers: heldBy(gate.promise),
  });
  const broker = await running.as('broker');
  const statuses = async () => {
    const { query } = running.roomshot.database;
    const open = query.selectFrom('tasks').innerJoin('snapshots', 'snapshots.id', 'snapshot_id');
    const rows = await open.select('tasks.status').where('title', '=', 'At the end').execute();
    return rows.map(({ status }) => status).sort();
  };
  for (let asked = 0; asked <= HANDS; asked++)
    await broker.post(`/rooms/${readyRoom}/snapshots`, { snapshot_type: 'json', title: 'At the end' });
  await expect.poll(statuses).toEqual(['pending', ...Array(HANDS).fill('running')]);
  await running.server.stop();
  gate.resolve();
  await expect.poll(statuses).toEqual([...Array(HANDS).fill('completed'), 'pending']);
});

const KIND: JobKind = { name: 'test.stopping', retries: 2 };

/** The tests of jobs need no server. A job waits to be taken, and a queue could take it. */
const jobTest = dataTest.extend('waiting', async ({ ownPlace }, { onCleanup }) => {
  const opening = new AsyncDisposableStack();
  onCleanup(() => opening.disposeAsync());
  const database = opening.adopt(
    await openDatabase({ url: ownPlace.databaseUrl, dataFolder: ownPlace.dataFolder }),
    (opened) => opened.close(),
  );
  const queue = await openJobQueue({ database, kinds: [KIND], onError: () => {} });
  await enqueue(database, queue);
  return { database, queue };
});

const enqueue = (database: Database, queue: JobQueue) =>
  database.transaction((tx) => queue.enqueue(tx, KIND, {}, { timeoutSeconds: 60 }));

async function jobs(database: Database): Promise<object[]> {
  const { rows } = await sql<object>`select state, retry_count as tries, started_on from pgboss.job
    where name = ${KIND.name} and state <> 'completed'`.execute(database.query);
  return rows;
}

const UNTOUCHED = { state: 'created', tries: 0, started_on: null };

jobTest(
  'a job that was being fetched when the server began to stop waits as if it had not been',
  async ({ waiting: { database, queue } }) => {
    let begun = 0;
    queue.work(KIND, 1, { run: async () => void begun++, onDeadLetter: async () => {} });
    queue.drain();
    await enqueue(database, queue);
    await queue.stop(60_000);
    expect(begun).toBe(0);
    expect(await jobs(database)).toEqual([UNTOUCHED, UNTOUCHED]);
  },
);

jobTest(
  'a job that ignores its abort signal does not keep the server from stopping',
  async ({ waiting: { database, queue } }) => {
    const begun = Promise.withResolvers<void>();
    const never = Promise.withResolvers<void>();
    const run = () => {
      begun.resolve();
      return never.promise;
    };
    queue.work(KIND, 1, { run, onDeadLetter: async () => {} });
    await begun.promise;
    await queue.stop(0);
    expect(await jobs(database)).toMatchObject([{ state: 'active', tries: 0 }]);
  },
);
