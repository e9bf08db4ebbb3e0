import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { RunningServer } from '../../src/app/serve.ts';
import type { Client } from '../support/client.ts';
import { join } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';

/** Nobody works here, so every task waits for as long as a test needs it to. */
const test = serverTest.extend('drained', { scope: 'file', auto: true }, ({ server }) =>
  server.roomshot.jobs.queue.drain(),
);

/** More than the buffers of a connection hold. */
const LARGE_FILE = 20 * 1024 * 1024;

const wait = async (broker: Client, path: string, reader: Client) => {
  const { body } = await broker.post(`${path}/snapshots`, { snapshot_type: 'json' });
  const answer = reader.get(`/snapshots/tasks/${body.task_id}?wait=60`);
  await broker.get(path);
  return answer;
};

test('a user who waits for a task has an answer as soon as the party is removed', async ({
  broker,
  viewer,
  newRoom: { path },
}) => {
  const party = (await join(broker, path, 'viewer')).body;
  const answer = wait(broker, path, viewer);
  await broker.delete(`${path}/parties/${party.id}`);
  expect(await answer).toMatchObject({ status: 404, body: { code: 'task_not_found' } });
}, 20_000);

test('a user who waits for a task has an answer as soon as the account is deactivated', async ({
  broker,
  admin,
  owner,
  newRoom: { path },
}) => {
  await join(broker, path, 'owner');
  const answer = wait(broker, path, owner);
  const [account] = (await admin.get('/users?search=owner')).body.items;
  await admin.patch(`/users/${account.id}`, { active: false });
  expect(await answer).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
}, 20_000);

/** Begins a download, and reads no more than its first bytes. Also returns the end of the answer in the server. */
async function beginDownload({ address, http }: RunningServer, path: string, token: string) {
  const { hostname, port, host } = new URL(address);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const arrived = once(http.server, 'request');
  socket.write(`GET /api/v1${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  const [, answer] = await arrived;
  const closed = once(answer, 'close');
  const [first] = await once(socket, 'data');
  expect(String(first)).toContain('HTTP/1.1 200');
  socket.pause();
  return { socket, closed };
}

test('a download breaks off when its reader is no party any more', async ({
  server,
  broker,
  newRoom: { path },
}) => {
  const party = (await join(broker, path, 'seller')).body;
  const [type] = (await broker.get('/document-types')).body.items;
  const { body: document } = await broker.post(`${path}/documents`, { type_code: type.code });
  const form = new FormData();
  form.append('file', new Blob([Buffer.alloc(LARGE_FILE)]), 'large.pdf');
  const file = `${path}/documents/${document.id}/file`;
  expect((await broker.open(file, { method: 'POST', body: form })).status).toBe(200);

  const { token } = await server.sessionOf('seller');
  const { socket, closed } = await beginDownload(server.server, file, token);
  await broker.delete(`${path}/parties/${party.id}`);
  await closed;
  const broken = once(socket, 'close');
  socket.on('error', () => {});
  let size = 0;
  socket.on('data', (bytes) => {
    size += bytes.length;
  });
  socket.resume();
  await broken;
  expect(size).toBeLessThan(LARGE_FILE);
}, 20_000);
