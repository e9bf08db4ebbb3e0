import { expect, inject } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { createClient } from '../support/client.ts';
import type { ServerProcess } from '../support/process.ts';
import { test } from '../support/process-test.ts';

/** A page that has missed the beat of the server says so after some seconds, and then connects again after some. */
const MAX_WAIT = { timeout: 45_000 };

/** Opens the activity of a room in a browser of its own. */
async function openRoom({ address }: ServerProcess) {
  const sessions = inject('sessions');
  const path = `/rooms/${inject('rooms').troubled}`;
  const browser = await openBrowser({ server: { address }, sessionOf: async (role) => sessions[role] });
  const page = await browser.openAs('viewer', `${path}/activity`);
  const say = (text: string) =>
    createClient(address, sessions.broker.token).post(`${path}/messages`, { text });
  return {
    say,
    live: page.getByText('Live', { exact: true }),
    notLive: page.getByText(/^Not live/),
    message: (text: string) => page.getByRole('table', { name: 'Activity' }).getByText(text),
    [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose](),
  };
}

test('a page says that it is not live when the server is killed, and catches up after its start', async ({
  startServer,
  ownPlace,
}) => {
  const server = await startServer();
  await using room = await openRoom(server);
  await room.live.waitFor(MAX_WAIT);
  await server.end('SIGKILL');
  await room.notLive.waitFor(MAX_WAIT);
  expect(await room.live.count()).toBe(0);
  const { port } = new URL(server.address);
  await startServer(ownPlace, { ROOMSHOT_PORT: port });
  expect((await room.say('Here again.')).status).toBe(201);
  await room.live.waitFor(MAX_WAIT);
  await room.message('Here again.').waitFor(MAX_WAIT);
}, 180_000);

test('a page says that it is not live when the server stands still, with its connections open', async ({
  startServer,
}) => {
  const server = await startServer();
  await using room = await openRoom(server);
  await room.live.waitFor(MAX_WAIT);
  process.kill(server.pid, 'SIGSTOP');
  await room.notLive.waitFor(MAX_WAIT);
  expect(await room.live.count()).toBe(0);
}, 180_000);
