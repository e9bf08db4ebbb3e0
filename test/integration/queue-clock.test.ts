import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { openJobQueue } from '../../src/platform/jobs/job-queue.ts';
import { QueueClock } from '../../src/platform/jobs/queue-clock.ts';
import { monotonic } from '../../src/platform/kernel/monotonic.ts';
import { test as dataTest } from '../support/data-test.ts';

const DAY_MS = 86_400_000;
const KIND = { name: 'test.clocks', retries: 2 };

/** How far the clock of the queue is ahead of the database, in days. */
async function aheadDays(database: Database): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    select (extract(epoch from pgboss.job_now() - now()) / 86400)::float8 as days`.execute(database.query);
  return Math.round((rows[0]?.days ?? Number.NaN) * 1000) / 1000;
}

/**
 * - `leapClock`: a clock of the queue that takes every step of the monotonic clock for one that the database did not
 *   take: to the queue it is the database that has leapt, the other way.
 */
const test = dataTest.extend('leapClock', async ({ database }, { onCleanup }) => {
  const queue = await openJobQueue({ database, kinds: [KIND], onError: () => {} });
  await queue.stop(0);
  onCleanup(async () => {
    await sql`update queue_clock set correction_ms = 0, seen_at = null`.execute(database.query);
    await (await openJobQueue({ database, kinds: [KIND], onError: () => {} })).stop(0);
  });
  return (): { clock: QueueClock; leap(days: number): void } => {
    let leapt = 0;
    return {
      clock: new QueueClock({ database, monotonic: () => monotonic() - leapt }),
      leap(days) {
        leapt += days * DAY_MS;
      },
    };
  };
});

test('the clock of the queue does not leap with the database, in either direction, and returns', async ({
  database,
  leapClock,
}) => {
  const { clock, leap } = leapClock();
  await clock.start();
  expect(await clock.correct()).toBe(false);
  leap(730);
  expect(await clock.correct()).toBe(true);
  expect(await clock.correct()).toBe(false);
  expect(await aheadDays(database)).toBe(-730);
  leap(-730);
  expect(await clock.correct()).toBe(true);
  expect(await aheadDays(database)).toBe(0);
  leap(-1);
  expect(await clock.correct()).toBe(true);
  expect(await aheadDays(database)).toBe(1);
});

test('of several processes that see a leap, one corrects it', async ({ database, leapClock }) => {
  const processes = [leapClock(), leapClock(), leapClock()];
  for (const { clock } of processes) await clock.start();
  for (const { leap } of processes) leap(-1);
  await Promise.all(processes.map(({ clock }) => clock.correct()));
  expect(await aheadDays(database)).toBe(1);
  for (const { clock } of processes) expect(await clock.correct()).toBe(false);
});

test('a queue continues where it stopped, if the clock went back meanwhile', async ({
  database,
  leapClock,
}) => {
  await sql`update queue_clock set seen_at = now() + interval '1 day'`.execute(database.query);
  const { clock } = leapClock();
  await clock.start();
  expect(await aheadDays(database)).toBe(1);
  await clock.correct();
  expect(await aheadDays(database)).toBe(1);
});

test('a job that was enqueued while the clock was ahead is done at once', async ({ database, leapClock }) => {
  leapClock();
  const before = await openJobQueue({ database, kinds: [KIND], onError: () => {} });
  await database.transaction((tx) => before.enqueue(tx, KIND, {}, { timeoutSeconds: 60 }));
  await before.stop(0);
  await sql`update pgboss.job set start_after = now() + interval '2 years' where name = ${KIND.name}`.execute(
    database.query,
  );
  const queue = await openJobQueue({ database, kinds: [KIND], onError: () => {} });
  const done = Promise.withResolvers<void>();
  queue.work(KIND, 1, { run: async () => done.resolve(), onDeadLetter: async () => {} });
  await done.promise;
  await queue.stop(10_000);
});
