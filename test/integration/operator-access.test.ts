import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import {
  findOperatorEndpoint,
  openOperatorEndpoint,
  operatorFiles,
} from '../../src/http/server/operator-access.ts';
import { createClient } from '../support/client.ts';
import { startTestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';

test("the operator's token looks after the server, and opens neither rooms nor accounts", async ({
  server,
}) => {
  const [file = ''] = await operatorFiles(join(server.config.dataFolder, 'operator.json'));
  const { token } = JSON.parse(await readFile(file, 'utf8'));
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
    const path = join(ownPlace.dataFolder, 'operator.json');
    const find = async () => (await findOperatorEndpoint(path))?.address;
    // Even if they start together.
    const [first, second] = await Promise.all([
      startTestServer({ place: ownPlace }),
      startTestServer({ place: ownPlace }),
    ]);
    expect(await operatorFiles(path)).toHaveLength(2);
    expect([first.server.address, second.server.address]).toContain(await find());
    await first[Symbol.asyncDispose]();
    expect(await find()).toBe(second.server.address);
    const third = await startTestServer({ place: ownPlace });
    await second[Symbol.asyncDispose]();
    expect(await find()).toBe(third.server.address);
    await third[Symbol.asyncDispose]();
    expect(await find()).toBeUndefined();
  },
);

/** Listens on a port of this machine until the test ends. */
async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a start removes the files of processes that are gone, and of no others', async ({ folder }) => {
  const path = join(folder, 'operator.json');
  const other = createServer((_request, answer) => void answer.end('Something else'));
  const closed = createServer();
  const refusing = await listen(closed);
  closed.close();
  const sockets: Socket[] = [];
  const silent = await listen(createTcpServer((socket) => void sockets.push(socket)));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const files: [name: string, content: object | string][] = [
    ['operator.json', { address: refusing, host: hostname() }],
    ['operator-2.json', 'damaged'],
    ['operator-a1.json', { address: await listen(other), host: hostname() }],
    ['operator-b1.json', { address: silent, host: hostname() }],
    ['operator-b2.json', { address: refusing, host: 'elsewhere' }],
    ['operator-b3.json', { address: refusing, host: hostname(), network: 'net:[1]' }],
    ['operator-notes.json', {}],
  ];
  for (const [name, content] of files)
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  const close = await openOperatorEndpoint(path, { address: silent, token: 'ours' });
  const left = await readdir(folder);
  expect(left.filter((name) => files.some(([known]) => known === name)).sort()).toEqual([
    'operator-b1.json',
    'operator-b2.json',
    'operator-b3.json',
    'operator-notes.json',
  ]);
  expect(left).toHaveLength(5);
  await close();
  expect(await readdir(folder)).toHaveLength(4);
});
