import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { findOperatorEndpoint } from '../../src/http/server/operator-access.ts';
import { createClient } from '../support/client.ts';
import { startTestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';

test("the operator's token looks after the server, and opens neither rooms nor accounts", async ({
  server,
}) => {
  const { token } = JSON.parse(await readFile(join(server.config.dataFolder, 'operator.json'), 'utf8'));
  const operator = createClient(server.server.address, token);
  for (const path of ['/admin/cache', '/snapshots/metrics/summary', '/admin/diagnosis'])
    expect((await operator.get(path)).status, path).toBe(200);
  for (const path of ['/rooms', '/users', '/auth/me'])
    expect((await operator.get(path)).status, path).toBe(401);
  const user = {
    email: 'new@roomshot.example',
    name: 'New',
    role: 'admin',
    password: 'correct horse battery',
  };
  expect((await operator.post('/users', user)).status).toBe(401);
  expect((await operator.post('/rooms', { title: 'Theirs' })).status).toBe(401);
});

test.skipIf(inject('serverUrl') === '')(
  'servers that share a folder have a file each',
  async ({ ownPlace }) => {
    const find = async () =>
      (await findOperatorEndpoint(join(ownPlace.dataFolder, 'operator.json')))?.address;
    const first = await startTestServer({ place: ownPlace });
    const second = await startTestServer({ place: ownPlace });
    expect(await find()).toBe(first.server.address);
    await first[Symbol.asyncDispose]();
    expect(await find()).toBe(second.server.address);
    const third = await startTestServer({ place: ownPlace });
    await second[Symbol.asyncDispose]();
    expect(await find()).toBe(third.server.address);
    await third[Symbol.asyncDispose]();
    expect(await find()).toBeUndefined();
  },
);
