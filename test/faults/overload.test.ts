import crypto from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { connect } from 'node:net';
import { expect, vi } from 'vitest';
import type { Answer } from '../support/client.ts';
import { startServerProcess } from '../support/process.ts';
import { startTestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { PASSWORD } from '../support/settings.ts';

const test = serverTest.extend('serverOptions', { scope: 'file' }, { config: { maxEventLoopDelayMs: 100 } });

/** Holds the thread that the server answers on. */
const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** It looks once a second, and on a busy machine it may truly lag behind meanwhile. */
const MAX_WAIT = { timeout: 30_000 };

test('a server that lags behind refuses what is asked, says when to try again, and recovers', async ({
  broker,
}) => {
  let refused: Answer;
  do {
    block(300);
    refused = await broker.get('/rooms');
  } while (refused.status !== 503);
  expect(refused.body).toMatchObject({ code: 'overloaded' });
  expect(refused.body.detail).toMatch(/^The server is overloaded/);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  await expect.poll(async () => (await broker.get('/rooms')).status, MAX_WAIT).toBe(200);
});

const CONNECTIONS = 1000;

/** What the system permits. */
const permitted = (): number => {
  try {
    return Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  } catch {
    return 0;
  }
};

test.runIf(permitted() > CONNECTIONS)(
  'connections wait for a server that is busy, and none is reset',
  { timeout: 120_000 },
  async ({ ownPlace }) => {
    await using server = await startServerProcess(ownPlace);
    const { hostname: host, port } = new URL(server.address);
    process.kill(server.pid, 'SIGSTOP');
    const sockets = Array.from({ length: CONNECTIONS }, () => connect({ host, port: Number(port) }));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets)
      socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const answers = sockets.map((socket) => once(socket, 'data'));
    process.kill(server.pid, 'SIGCONT');
    for (const answer of answers) expect(String((await answer)[0])).toMatch(/^HTTP\/1.1 200/);
    for (const socket of sockets) socket.destroy();
  },
);

/** Counts the hashings that run at the same time. */
function watchHashings() {
  const real = crypto.argon2;
  const together = Promise.withResolvers<void>();
  let start = Promise.resolve();
  let running = 0;
  let most = 0;
  const spy = vi.spyOn(crypto, 'argon2').mockImplementation((algorithm, parameters, callback) => {
    most = Math.max(most, ++running);
    if (running === 2) together.resolve();
    void start.then(() =>
      real(algorithm, parameters, (...result) => {
        running--;
        callback(...result);
      }),
    );
  });
  syncBuiltinESMExports();
  return {
    most: () => most,
    /** From here on each one waits until two of them run. */
    holdUntilTwoRun() {
      start = together.promise;
      most = 0;
    },
    [Symbol.dispose]() {
      spy.mockRestore();
      syncBuiltinESMExports();
    },
  };
}

test('two passwords are hashed at a time, for log-ins and new accounts together', async () => {
  using hashings = watchHashings();
  // The server takes the function when it opens.
  await using server = await startTestServer();
  const { anonymous } = server;
  const admin = await server.as('admin');
  hashings.holdUntilTwoRun();
  const logIn = (role: string) =>
    anonymous.post('/auth/login', { email: `${role}@roomshot.example`, password: PASSWORD });
  const addUser = (name: string) =>
    admin.post('/users', { email: `${name}@example.com`, name, role: 'viewer', password: PASSWORD });
  const answers = await Promise.all([
    ...['owner', 'broker', 'charterer', 'seller'].map(logIn),
    ...['anna', 'bjorn', 'chloe', 'dimitra'].map(addUser),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 201, 201, 201, 201]);
  expect(hashings.most()).toBe(2);
});
