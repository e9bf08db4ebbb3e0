import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import type { JobAttempt, JobKind } from '../../src/platform/jobs/job-kind.ts';
import { type JobQueue, openJobQueue } from '../../src/platform/jobs/job-queue.ts';
import { test as dataTest } from '../support/data-test.ts';

interface Numbered {
  number: number;
}

/** More than the watch waits for. */
const MANY_TICKS = 40;
const TICK_MS = 2000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval'] }));
afterEach(() => void vi.useRealTimers());

const test = dataTest.extend('open', ({ database }, { onCleanup }) => {
  const queues: JobQueue[] = [];
  const errors: unknown[] = [];
  onCleanup(async () => {
    for (const queue of queues) await queue.stop(10_000);
  });
  return async (kind: JobKind) => {
    const queue = await openJobQueue({ database, kinds: [kind], onError: (error) => errors.push(error) });
    queues.push(queue);
    return { queue, errors };
  };
});

/** Enqueues jobs that have waited for an hour, all of one share. */
async function enqueueOld(database: Database, queue: JobQueue, kind: JobKind, count: number): Promise<void> {
  const options = { timeoutSeconds: 60, share: 'one' };
  await database.transaction(async (tx) => {
    for (let number = 1; number <= count; number++) await queue.enqueue(tx, kind, { number }, options);
    await sql`update pgboss.job set start_after = start_after - interval '1 hour'
      where name = ${kind.name}`.execute(tx);
  });
}

const isStalled = (queue: JobQueue): boolean => {
  try {
    queue.requireProgress();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ kind: 'unavailable', code: 'work_stalled' });
    return true;
  }
};

/** Lets a look of the watch be over, with its questions to the database. */
async function tick(database: Database): Promise<void> {
  vi.advanceTimersByTime(TICK_MS);
  for (let questions = 0; questions < 3; questions++) await sql`select`.execute(database.query);
  await nextTurn();
}

test('a worker that takes no job although it could has stalled, until it takes one', async ({
  database,
  open,
}) => {
  const kind = { name: 'test.stalled', retries: 2 };
  const { queue, errors } = await open(kind);
  await sql`create function find_nothing() returns trigger language plpgsql as 'begin return null; end'`.execute(
    database.query,
  );
  await sql`create trigger find_nothing before update on pgboss.job for each row
    when (new.state = 'active') execute function find_nothing()`.execute(database.query);
  const ran = Promise.withResolvers<void>();
  queue.work<Numbered>(kind, 1, { run: async () => ran.resolve(), onDeadLetter: async () => {} });
  // Without a job, it is only idle.
  for (let ticks = 0; ticks < MANY_TICKS; ticks++) await tick(database);
  expect(isStalled(queue)).toBe(false);

  await enqueueOld(database, queue, kind, 1);
  await expect.poll(() => tick(database).then(() => isStalled(queue))).toBe(true);
  expect(errors).toEqual([expect.objectContaining({ code: 'work_stalled' })]);

  await sql`drop trigger find_nothing on pgboss.job`.execute(database.query);
  await sql`drop function find_nothing`.execute(database.query);
  vi.advanceTimersByTime(TICK_MS);
  await ran.promise;
  await expect.poll(() => tick(database).then(() => isStalled(queue))).toBe(false);
});

test.for([
  ['whose places are all taken', () => {}],
  ['that runs a slow job of the same share', ({ letOthersPass }: JobAttempt<Numbered>) => letOthersPass()],
] as const)('a worker %s has not stalled', async ([name, act], { database, open }) => {
  const kind = { name: `test.${name.length}`, retries: 2 };
  const { queue, errors } = await open(kind);
  const [runs, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const seen: number[] = [];
  queue.work<Numbered>(kind, 1, {
    async run(attempt) {
      seen.push(attempt.data.number);
      // A job can let others pass once it is among those that run.
      await nextTurn();
      act(attempt as JobAttempt<Numbered>);
      runs.resolve();
      await gate.promise;
    },
    onDeadLetter: async () => {},
  });
  await enqueueOld(database, queue, kind, 3);
  await runs.promise;
  for (let ticks = 0; ticks < MANY_TICKS; ticks++) {
    await tick(database);
    expect(isStalled(queue)).toBe(false);
  }
  expect([seen.length, errors]).toEqual([1, []]);
  gate.resolve();
  await expect.poll(() => tick(database).then(() => seen.length)).toBe(3);
});
