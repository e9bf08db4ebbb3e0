import { expect, test } from 'vitest';
import type { Answer } from '../support/client.ts';
import { startTestServer } from '../support/server.ts';

/** Holds the thread that the server answers on. */
const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** It looks once a second, and on a busy machine it may truly lag behind meanwhile. */
const MAX_WAIT = { timeout: 30_000 };

test('a server that lags behind refuses what is asked, says when to try again, and recovers', async () => {
  await using server = await startTestServer({ config: { maxEventLoopDelayMs: 100 } });
  const broker = await server.as('broker');
  let refused: Answer;
  do {
    block(300);
    refused = await broker.get('/rooms');
  } while (refused.status !== 503);
  expect(refused.body).toMatchObject({ code: 'overloaded' });
  expect(refused.body.detail).toMatch(/^The server has more to do than it can/);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  await expect.poll(async () => (await broker.get('/rooms')).status, MAX_WAIT).toBe(200);
});
