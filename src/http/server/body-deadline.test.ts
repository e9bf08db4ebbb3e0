import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { limitBodyTime } from './body-deadline.ts';
import { answerErrors } from './problem.ts';

async function startReceiver(milliseconds: number) {
  const app = Fastify();
  answerErrors(app);
  limitBodyTime(app, milliseconds);
  app.post('/', async ({ body }) => ({ body }));
  await app.listen({ port: 0 });
  onTestFinished(() => app.close());
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
}

test('a body that does not arrive in time is not waited for, and its sender is told', async () => {
  const address = await startReceiver(20);
  const sending = request(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 10_000 },
  });
  const answered = new Promise<{ statusCode?: number; body: unknown }>((resolve, reject) => {
    sending.on('response', async (response) =>
      resolve({ statusCode: response.statusCode ?? 0, body: await json(response) }),
    );
    sending.on('error', reject);
  });
  sending.write('{');
  expect(await answered).toMatchObject({ statusCode: 408, body: { code: 'body_too_slow' } });
});

test.each(['{"a":1}', `{"a":"${'x'.repeat(300_000)}"}`])(
  'a body that arrives is read whole',
  async (body) => {
    const address = await startReceiver(60_000);
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(await answer.json()).toEqual({ body: JSON.parse(body) });
  },
);
