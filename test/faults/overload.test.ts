import { expect, test } from 'vitest';
import { startTestServer } from '../support/server.ts';

/** Holds the thread that the server answers on. */
const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** More would mean that the server never does it. */
const MOST_TRIES = 2000;

test('a server that lags behind refuses what is asked, says when to try again, and recovers', async () => {
  await using server = await startTestServer({ config: { mostLagMs: 100 } });
  const broker = await server.as('broker');
  const askUntil = async (status: number, beforeEach: () => void) => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      beforeEach();
      const answer = await broker.get('/rooms');
      if (answer.status === status) return answer;
    }
    throw new Error(`No answer had the status ${status}.`);
  };
  const refused = await askUntil(503, () => block(300));
  expect(refused.body).toMatchObject({ code: 'overloaded' });
  expect(refused.body.detail).toMatch(/^The server has more to do than it can/);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  await askUntil(200, () => {});
});
