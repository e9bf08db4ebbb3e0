import { expect } from 'vitest';
import { createClient } from '../support/client.ts';
import { test } from '../support/data-test.ts';
import { clientAs, LAUNCHER, runCommand, startServerProcess } from '../support/process.ts';
import { takeSnapshot } from '../support/snapshots.ts';

test('a server that is started as users do renders, serves its pages and ends in order', async ({
  ownPlace,
  readyRoom,
}) => {
  await using server = await startServerProcess(ownPlace, {}, LAUNCHER);
  const { snapshot } = await takeSnapshot(await clientAs(server.address, 'broker'), readyRoom);
  expect(snapshot.status).toBe('completed');
  expect((await fetch(`${server.address}/docs/static/index.css`)).status).toBe(200);
  expect((await createClient(server.address).get('/about')).status).toBe(200);
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
});

test('a command that is started as users do works on the data', async ({ ownPlace }) => {
  await using command = runCommand(['doctor'], ownPlace, {}, LAUNCHER);
  expect(await command.ended).toEqual({ code: 0, signal: null });
  expect(command.output()).toMatch(/^ok {5}fonts/m);
});

test('an empty folder gets a database', async ({ folder }) => {
  await using server = await startServerProcess(
    { dataFolder: `${folder}/new`, databaseUrl: undefined },
    {},
    LAUNCHER,
  );
  expect(server.output()).toContain('New accounts:');
});
