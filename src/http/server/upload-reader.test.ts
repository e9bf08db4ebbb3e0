import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { answerErrors } from './problem.ts';
import { createUploadReader } from './upload-reader.ts';

/** A server that receives files of at most 100 bytes, and buffers at most 150, until the test releases them. */
async function startReceiver(timeoutMs: number, use: (file: Buffer) => Promise<object>) {
  const { withUpload } = createUploadReader({ maxFileSize: 100, memory: 150, timeoutMs });
  const app = Fastify();
  answerErrors(app);
  await app.register(multipart);
  app.post('/', (request) => withUpload(request, use));
  await app.listen({ port: 0 });
  onTestFinished(() => app.close());
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
}

async function send(address: string, size: number) {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(size)]), 'record');
  const answer = await fetch(address, { method: 'POST', body });
  return { status: answer.status, body: await answer.json() };
}

test('files that are being worked on count, and count no more when that is done', async () => {
  const begun = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const address = await startReceiver(10_000, async ({ length }) => {
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

test('a file that does not arrive in time is not waited for', async () => {
  const address = await startReceiver(20, async () => ({}));
  const sending = request(address, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 10_000 },
  });
  onTestFinished(() => void sending.destroy());
  const answered = new Promise<string>((resolve, reject) => {
    sending.on('response', (response) => resolve(text(response)));
    sending.on('error', reject);
  });
  sending.write('--b\r\ncontent-disposition: form-data; name="file"; filename="record"\r\n\r\nslow');
  expect(JSON.parse(await answered)).toMatchObject({ status: 400, code: 'upload_too_slow' });
});

test('a sender who never comes to the file is let go', async () => {
  const address = await startReceiver(20, async () => ({}));
  const sending = request(address, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 10_000 },
  });
  const ended = new Promise((resolve) => sending.on('error', resolve).on('response', resolve));
  sending.write('--b\r\n');
  expect(await ended).toMatchObject({ code: 'ECONNRESET' });
});
