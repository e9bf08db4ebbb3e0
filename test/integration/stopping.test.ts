import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { readEvents } from '../support/event-reader.ts';
import { startTestServer } from '../support/server.ts';
import { roomIdOf } from '../support/snapshots.ts';

test('a connection on which nothing was asked does not keep the server from stopping', async () => {
  await using running = await startTestServer();
  const { http, address, stop } = running.server;
  const accepted = once(http.server, 'connection');
  const socket = connect({ port: Number(new URL(address).port), host: '127.0.0.1' });
  await accepted;
  const closed = once(socket.resume(), 'close');
  await stop();
  await closed;
  expect(socket.bytesRead).toBe(0);
});

test('an open event stream ends when the server stops', async () => {
  await using running = await startTestServer();
  const broker = await running.as('broker');
  const room = await roomIdOf(broker, 'Aegean Pearl');
  const events = readEvents(await broker.open(`/rooms/${room}/events`));
  expect((await events.next()).value).toMatchObject({ name: 'present' });
  await running.server.stop();
  expect((await events.next()).done).toBe(true);
});
