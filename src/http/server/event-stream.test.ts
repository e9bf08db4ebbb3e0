import { connect } from 'node:net';
import Fastify from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { type EventStream, keepAlive, lastEventId, openEventStream } from './event-stream.ts';

const TWO_KEEP_ALIVES_MS = 31_000;
const FILLING = { event: 'filling', data: { text: 'x'.repeat(50_000) } };

afterEach(() => vi.useRealTimers());

test('a client that stopped reading is let go some time after the end, and nothing is written to it', async () => {
  await using app = Fastify();
  const opened = Promise.withResolvers<{ stream: EventStream; unread: () => number }>();
  const closed = Promise.withResolvers<void>();
  app.get('/events', (request, reply) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    const stream = openEventStream(request, reply, {
      stopping: new AbortController().signal,
      closed: closed.resolve,
    });
    keepAlive(stream);
    opened.resolve({ stream, unread: () => reply.raw.writableLength });
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as { port: number };
  const client = connect(port, '127.0.0.1').pause();
  client.write('GET /events HTTP/1.1\r\nHost: here\r\n\r\n');
  const { stream, unread } = await opened.promise;
  while (unread() === 0) {
    stream.send(FILLING);
    await new Promise(setImmediate);
  }
  stream.end();
  vi.advanceTimersByTime(TWO_KEEP_ALIVES_MS);
  await closed.promise;
  client.destroy();
});

test.each([
  ['12', 12],
  ['0', 0],
  ['1.5', 0],
  ['1e99', 0],
  ['99999999999', 0],
  ['-1', 0],
  ['', 0],
])('the last event id %j is taken as %i', (header, id) => {
  expect(lastEventId({ headers: { 'last-event-id': header } } as never)).toBe(id);
});
