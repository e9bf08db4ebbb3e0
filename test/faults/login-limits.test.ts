import { expect, inject } from 'vitest';
import { type Answer, createClient } from '../support/client.ts';
import { prepareLeapingClock } from '../support/leaping-clock.ts';
import { canPreload } from '../support/preloaded-library.ts';
import { test } from '../support/process-test.ts';

const LIMIT = 10;
const PACE_MS = 5000;
const sharesDatabase = inject('serverUrl') !== '';

const guess = (address: string): Promise<Answer> =>
  createClient(address).post('/auth/login', { email: 'broker@roomshot.example', password: 'a guess' });

/** Guesses until the limit is reached. */
async function useUp(address: string): Promise<void> {
  for (let n = 0; n < LIMIT; n += 1) expect((await guess(address)).status).toBe(401);
}

/** Above the limit, an attempt may just be due. The one after it has to wait. */
async function expectSlowed(address: string): Promise<void> {
  await guess(address);
  const { status, body, headers } = await guess(address);
  expect({ status, code: body.code }).toEqual({ status: 429, code: 'too_many_logins' });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
}

test.runIf(sharesDatabase)('two servers admit no more guesses than one', async ({ startServer }) => {
  const servers = [await startServer(), await startServer()];
  const started = performance.now();
  const statuses = await Promise.all(
    Array.from({ length: 20 }, () =>
      servers.map(async ({ address }) => (await guess(address)).status),
    ).flat(),
  );
  const turns = Math.floor((performance.now() - started) / PACE_MS);
  const count = (status: number) => statuses.filter((other) => other === status).length;
  expect(count(401) + count(429)).toBe(40);
  expect(count(401)).toBeGreaterThanOrEqual(LIMIT);
  expect(count(401)).toBeLessThanOrEqual(LIMIT + turns);
  for (const { address } of servers) await expectSlowed(address);
});

test('a killed server has counted every guess that it answered', async ({ startServer }) => {
  const killed = await startServer();
  await useUp(killed.address);
  await killed.end('SIGKILL');
  await expectSlowed((await startServer()).address);
});

test.runIf(sharesDatabase && canPreload())(
  'the clock of a server opens nothing, however far it leaps',
  async ({ startServer }) => {
    await using clock = await prepareLeapingClock();
    const server = await startServer(undefined, clock.environment);
    await useUp(server.address);
    for (const seconds of [3600, -3600, 63_072_000]) {
      clock.setAhead(seconds);
      await expectSlowed(server.address);
    }
  },
);
