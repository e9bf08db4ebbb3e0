import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import Fastify from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
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

interface Refusal {
  statusCode: number | undefined;
  body: unknown;
}

/** Sends the beginning of a body, and nothing more. Returns what the server answers. */
function sendBeginning(
  address: string,
  type: string,
): { sending: ClientRequest; answered: Promise<Refusal> } {
  const sending = request(address, {
    method: 'POST',
    headers: { 'content-type': type, 'content-length': 10_000 },
  });
  const answered = new Promise<Refusal>((resolve, reject) => {
    sending.on('response', async (response) =>
      resolve({ statusCode: response.statusCode, body: await json(response) }),
    );
    sending.on('error', reject);
  });
  sending.write('{');
  return { sending, answered };
}

test('a body that does not arrive in time is not waited for, and its sender is told', async () => {
  const { answered } = sendBeginning(await startReceiver(20), 'application/json');
  expect(await answered).toMatchObject({ statusCode: 408, body: { code: 'body_too_slow' } });
});

test('a body that nobody reads to its end harms nobody when its time is over', async () => {
  const uncaught = vi.fn();
  process.on('uncaughtException', uncaught);
  onTestFinished(() => void process.off('uncaughtException', uncaught));
  const address = await startReceiver(100);
  const refused = sendBeginning(address, 'text/unknown');
  expect(await refused.answered).toMatchObject({ statusCode: 415 });
  const left = sendBeginning(address, 'application/json');
  left.answered.catch(() => {});
  await once(left.sending, 'socket');
  await new Promise((resolve) => left.sending.socket?.write('', resolve));
  left.sending.destroy();
  // Its time ends after that of the two before.
  expect(await sendBeginning(address, 'application/json').answered).toMatchObject({ statusCode: 408 });
  expect(uncaught).not.toHaveBeenCalled();
  refused.sending.destroy();
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
