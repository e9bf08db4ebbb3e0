import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withForm } from './form.ts';

const BEGINNING = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF';

test('a form whose sender hangs up before its file is read harms nobody, and its reader is told', async () => {
  const uncaught = vi.fn();
  process.on('uncaughtException', uncaught);
  onTestFinished(() => void process.off('uncaughtException', uncaught));
  const opened = Promise.withResolvers<Readable>();
  const mayRead = Promise.withResolvers<void>();
  const read = Promise.withResolvers<unknown>();
  const app = Fastify();
  await app.register(multipart);
  app.post('/', (request) =>
    withForm(request, { fields: [], maxFileSize: 1000, accept: () => {} }, async ({ content }) => {
      opened.resolve(content);
      await mayRead.promise;
      read.resolve(await buffer(content).catch((error: unknown) => error));
    }),
  );
  await app.listen({ port: 0 });
  onTestFinished(() => app.close());

  const sending = request(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 10_000 },
  });
  sending.on('error', () => {});
  sending.write(BEGINNING);
  const content = await opened.promise;
  const closed = new Promise((resolve) => content.once('close', resolve));
  sending.destroy();
  await closed;
  mayRead.resolve();
  expect(await read.promise).toMatchObject({ code: 'malformed_body' });
  expect(uncaught).not.toHaveBeenCalled();
});
