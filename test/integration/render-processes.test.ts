import { expect } from 'vitest';
import { test as dataTest } from '../support/data-test.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

async function processesOf(server: Pick<TestServer, 'as'>): Promise<number> {
  const { body } = await (await server.as('admin')).get('/snapshots/metrics/summary');
  return body.render_processes.count;
}

test('a render process starts when a room is opened, before a snapshot is asked for', async ({
  ownServer,
  readyRoom,
}) => {
  const broker = await ownServer.as('broker');
  await broker.get('/rooms');
  expect(await processesOf(ownServer)).toBe(0);
  await broker.get(`/rooms/${readyRoom}`);
  expect(await processesOf(ownServer)).toBe(1);
});

dataTest(
  'none starts for a room whose edition is there, until the room changes',
  async ({ ownPlace, readyRoom }) => {
    {
      await using server = await startTestServer({ place: ownPlace });
      await takeSnapshot(await server.as('broker'), readyRoom);
    }
    await using server = await startTestServer({ place: ownPlace });
    const broker = await server.as('broker');
    await broker.get(`/rooms/${readyRoom}`);
    expect(await processesOf(server)).toBe(0);
    await broker.post(`/rooms/${readyRoom}/messages`, { text: 'Moored.' });
    await broker.get(`/rooms/${readyRoom}`);
    expect(await processesOf(server)).toBe(1);
  },
);
