import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished } from 'vitest';
import type { Client } from '../support/client.ts';
import { readEvents } from '../support/event-reader.ts';
import { join } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';
import { verifyUpload } from '../support/verification.ts';

/** Nobody works here, so every task waits for as long as a test needs it to. */
const test = serverTest
  .extend('serverOptions', { scope: 'file' }, { config: { maxStallMs: 500 } })
  .extend('drained', { scope: 'file', auto: true }, ({ server }) => server.roomshot.jobs.queue.drain());

const LARGE = 24_000_000;
const MAX_WAIT = { timeout: 20_000 };

/** Begins to send a file to be verified, and never goes on. */
function sendSlowly(address: string) {
  const sending = request(`${address}/api/v1/verify`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 10_000 },
  });
  sending.on('error', () => {});
  onTestFinished(() => void sending.destroy());
  sending.write('--b\r\ncontent-disposition: form-data; name="file"; filename="record"\r\n\r\nslow');
  return sending;
}

const askFor = async (broker: Client, path: string): Promise<string> =>
  (await broker.post(`${path}/snapshots`, { snapshot_type: 'json' })).body.task_id;

/** Keeps a request open until the signal. A server that is busy may refuse it at first. */
async function keepOpen(client: Client, path: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await client.open(path, { signal }).catch(() => undefined);
    await answer?.text().catch(() => {});
  }
}

/** Opens so many requests that are not answered, until the test ends. Returns a function that closes one of them. */
function openMany(client: Client, path: string, count: number): () => void {
  const open = Array.from({ length: count }, () => {
    const leaving = new AbortController();
    void keepOpen(client, path, leaving.signal);
    return leaving;
  });
  const close = () => open.pop()?.abort();
  onTestFinished(() => {
    while (open.length > 0) close();
  });
  return close;
}

describe.for([
  ['wait for tasks', '?wait=60', '?wait=0', 100, 'too_many_waits'],
  ['follow tasks', '/events', '/events', 100, 'too_many_streams'],
] as const)('one account can %s', ([_, rest, short, most, code]) => {
  test(`${most} times at once, and others still can`, async ({ broker, owner, newRoom: { path } }) => {
    await join(broker, path, 'owner');
    const task = `/snapshots/tasks/${await askFor(broker, path)}`;
    const closeOne = openMany(broker, task + rest, most);
    const refused = async () => {
      const answer = await broker.open(task + short);
      if (answer.status === 200) await answer.body?.cancel();
      return answer.status === 200 ? undefined : { answer, body: await answer.json() };
    };
    await expect.poll(async () => (await refused())?.body, MAX_WAIT).toMatchObject({ status: 429, code });
    expect(Number((await refused())?.answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await owner.open(task + short);
    expect(other.status).toBe(200);
    await other.body?.cancel();
    expect((await broker.get(path)).status).toBe(200);
    closeOne();
    await expect.poll(refused, MAX_WAIT).toBeUndefined();
  });
});

test('a download that its client does not read is ended, and a quiet stream goes on', async ({
  server,
  broker,
  newRoom: { path },
}) => {
  const events = readEvents(await broker.open(`${path}/events`));
  await events.next();
  const { body: document } = await broker.post(`${path}/documents`, { type_code: 'clc' });
  const file = `${path}/documents/${document.id}/file`;
  const form = new FormData();
  form.append('file', new Blob([randomBytes(LARGE)]), 'large.bin');
  expect((await broker.open(file, { method: 'PUT', body: form })).status).toBe(200);
  const { http, address } = server.server;
  const { token } = await server.sessionOf('broker');
  const connection = once(http.server, 'connection');
  const reader = connect(Number(new URL(address).port), '127.0.0.1');
  onTestFinished(() => void reader.destroy());
  reader.write(`GET /api/v1${file} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  const [accepted] = await connection;
  await once(accepted, 'close');
  expect(accepted.bytesWritten).toBeLessThan(LARGE);
  await broker.post(`${path}/messages`, { text: 'Still here' });
  expect((await events.next()).value).toMatchObject({ name: 'change' });
  await events.return();
});

test('stalled files of strangers do not close the verification to people who have signed in', async ({
  server,
  anonymous,
  broker,
}) => {
  const stalled = Array.from({ length: 5 }, () => sendSlowly(server.server.address));
  const refused = () => verifyUpload(anonymous, Buffer.from('x'));
  await expect
    .poll(refused, MAX_WAIT)
    .toMatchObject({ status: 429, body: { code: 'too_many_verifications' } });
  expect(await verifyUpload(broker, Buffer.from('x'))).toMatchObject({ status: 200 });
  stalled.pop()?.destroy();
  await expect.poll(refused, MAX_WAIT).toMatchObject({ status: 200 });
});
