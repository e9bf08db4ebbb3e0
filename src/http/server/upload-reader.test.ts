import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { answerErrors } from './problem.ts';
import { createUploadReader } from './upload-reader.ts';

/**
 * A server that receives files of at most 100 bytes, and buffers at most 150, of them 100 without an account, until
 * the test releases them. A request with a token comes from the account of that name.
 */
async function startReceiver(
  use: (file: Buffer) => Promise<object>,
  { timeoutMs = 10_000, pace = { bytes: 0, intervalMs: 1000 } } = {},
) {
  const memory = { all: 150, anonymous: 100, each: 100 };
  const { withUpload } = createUploadReader({ maxFileSize: 100, memory, timeoutMs, pace });
  const app = Fastify();
  answerErrors(app);
  app.addHook('onRequest', async (request) => {
    const { authorization: userId } = request.headers;
    if (userId === undefined) return;
    const actor = { userId, email: '', name: '', role: 'viewer' } as const;
    request.signedIn = { actor, sessionId: null };
  });
  await app.register(multipart);
  app.post('/', (request) => withUpload(request, use));
  await app.listen({ port: 0 });
  onTestFinished(() => app.close());
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
}

async function send(address: string, size: number, account?: string) {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(size)]), 'record');
  const headers: Record<string, string> = account === undefined ? {} : { authorization: account };
  const answer = await fetch(address, { method: 'POST', body, headers });
  return { status: answer.status, body: await answer.json() };
}

/** Begins to send a file that never ends. */
function sendSlowly(address: string, part: string) {
  const sending = request(address, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 10_000 },
  });
  onTestFinished(() => void sending.destroy());
  sending.write(part);
  return sending;
}

const FILE = '--b\r\ncontent-disposition: form-data; name="file"; filename="record"\r\n\r\nslow';

test('files that are being worked on count, and count no more when that is done', async () => {
  const begun = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const address = await startReceiver(async ({ length }) => {
    begun.resolve();
    await done.promise;
    return { length };
  });
  const first = send(address, 90);
  await begun.promise;
  expect(await send(address, 90)).toMatchObject({ status: 503, body: { code: 'uploads_busy' } });
  done.resolve();
  expect(await first).toEqual({ status: 200, body: { length: 90 } });
  expect(await send(address, 100)).toEqual({ status: 200, body: { length: 100 } });
  expect(await send(address, 101)).toMatchObject({ status: 413, body: { code: 'file_too_large' } });
});

test('files without an account leave memory to the people who have signed in', async () => {
  const begun = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const address = await startReceiver(async () => {
    begun.resolve();
    await done.promise;
    return {};
  });
  const first = send(address, 90);
  await begun.promise;
  expect(await send(address, 20)).toMatchObject({ status: 503, body: { code: 'uploads_busy' } });
  const signedIn = send(address, 60, 'anna');
  done.resolve();
  expect([(await first).status, (await signedIn).status]).toEqual([200, 200]);
});

test.for([
  ['does not arrive in time', { timeoutMs: 20 }],
  ['comes in slower than its pace', { pace: { bytes: 1000, intervalMs: 20 } }],
] as const)('a file that %s is not waited for', async ([_, limits]) => {
  const address = await startReceiver(async () => ({}), limits);
  const sending = sendSlowly(address, FILE);
  const answered = new Promise<string>((resolve, reject) => {
    sending.on('response', (response) => resolve(text(response)));
    sending.on('error', reject);
  });
  expect(JSON.parse(await answered)).toMatchObject({ status: 400, code: 'upload_too_slow' });
});

test('a sender who never comes to the file is let go', async () => {
  const address = await startReceiver(async () => ({}), { timeoutMs: 20 });
  const sending = sendSlowly(address, '--b\r\n');
  const ended = new Promise((resolve) => sending.on('error', resolve).on('response', resolve));
  expect(await ended).toMatchObject({ code: 'ECONNRESET' });
});
