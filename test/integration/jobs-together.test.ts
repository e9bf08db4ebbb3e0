import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import type { JobHandlers, JobKind } from '../../src/platform/jobs/job-kind.ts';
import { type JobQueue, openJobQueue } from '../../src/platform/jobs/job-queue.ts';
import { test } from '../support/data-test.ts';

// Jobs begin in the transaction that takes them from the queue, and end in the transaction that completes them.

interface Numbered {
  number: number;
}

type Handlers = JobHandlers<Numbered, number, number>;

async function openQueue(database: Database, kind: JobKind): Promise<JobQueue & AsyncDisposable> {
  const queue = await openJobQueue({ database, kinds: [kind], onError: () => {} });
  return { ...queue, [Symbol.asyncDispose]: () => queue.stop(10_000) };
}

const enqueueAll = (database: Database, queue: JobQueue, kind: JobKind, numbers: number[]) =>
  database.transaction(async (tx) => {
    for (const number of numbers) await queue.enqueue(tx, kind, { number }, { timeoutSeconds: 60 });
  });

async function jobs(database: Database, kind: JobKind): Promise<Record<number, string>> {
  const { rows } = await sql<{ number: number; state: string }>`
    select (data ->> 'number')::int as number, state || ' ' || retry_count as state from pgboss.job
    where name = ${kind.name}`.execute(database.query);
  return Object.fromEntries(rows.map(({ number, state }) => [number, state]));
}

/** Handlers of jobs that take no place, and whose result is their number. */
const handlers = (replaced: Partial<Handlers> = {}): Handlers => ({
  begin: async (_, data) => data.map(({ number }) => ({ begun: number, takesPlace: false })),
  run: async ({ begun, complete }) => void (await complete(begun)),
  record: async (_, results) => results.map(() => true),
  onDeadLetter: async () => {},
  ...replaced,
});

test('jobs that wait together begin in one transaction and end in another', async ({ database }) => {
  const kind = { name: 'test.together', retries: 2 };
  await using queue = await openQueue(database, kind);
  await enqueueAll(database, queue, kind, [1, 2, 3, 4]);
  const [begun, recorded] = [[] as number[][], [] as number[][]];
  const all = Promise.withResolvers<void>();
  const { begin } = handlers();
  queue.work<Numbered, number, number>(kind, 4, {
    ...handlers(),
    begin(tx, data) {
      begun.push(data.map(({ number }) => number).sort());
      return begin?.(tx, data) ?? Promise.resolve([]);
    },
    async record(tx, results) {
      const states =
        await sql`select from pgboss.job where name = ${kind.name} and state = 'completed'`.execute(tx);
      expect(states.rows).toHaveLength(results.length);
      recorded.push([...results].sort());
      all.resolve();
      return results.map(() => true);
    },
  });
  await all.promise;
  expect(begun).toEqual([[1, 2, 3, 4]]);
  expect(recorded).toEqual([[1, 2, 3, 4]]);
});

test('a job learns whether its result was recorded', async ({ database }) => {
  const kind = { name: 'test.recorded', retries: 2 };
  await using queue = await openQueue(database, kind);
  await enqueueAll(database, queue, kind, [1, 2, 3]);
  const answers = new Map<number, boolean>();
  queue.work<Numbered, number, number>(kind, 3, {
    ...handlers(),
    run: async ({ begun, complete }) => void answers.set(begun, await complete(begun)),
    record: async (_, results) => results.map((number) => number !== 2),
  });
  await expect
    .poll(() => [...answers].sort())
    .toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
});

test('a result that cannot be recorded fails its own job and no other', async ({ database }) => {
  const kind = { name: 'test.unrecorded', retries: 2 };
  await using queue = await openQueue(database, kind);
  await enqueueAll(database, queue, kind, [1, 2, 3]);
  queue.work<Numbered, number, number>(kind, 3, {
    ...handlers(),
    async record(_, results) {
      if (results.includes(2)) throw new Error('No.');
      return results.map(() => true);
    },
  });
  await expect
    .poll(() => jobs(database, kind))
    .toEqual({ 1: 'completed 0', 2: expect.stringMatching(/^retry/), 3: 'completed 0' });
});

test('a job that cannot be begun fails and holds up no other', async ({ database }) => {
  const kind = { name: 'test.unbegun', retries: 2 };
  await using queue = await openQueue(database, kind);
  await enqueueAll(database, queue, kind, [1, 2, 3]);
  queue.work<Numbered, number, number>(kind, 3, {
    ...handlers(),
    async begin(_, data) {
      if (data.some(({ number }) => number === 1)) throw new Error('No.');
      return data.map(({ number }) => ({ begun: number, takesPlace: false }));
    },
  });
  await expect
    .poll(() => jobs(database, kind))
    .toEqual({ 1: expect.stringMatching(/^retry/), 2: 'completed 0', 3: 'completed 0' });
});

test('jobs for which there is no place stay in the queue as they were', async ({ database }) => {
  const kind = { name: 'test.places', retries: 2 };
  await using queue = await openQueue(database, kind);
  const gate = Promise.withResolvers<void>();
  const last = Promise.withResolvers<void>();
  // Jobs that take no place come first, so that many are begun at a time.
  const isLong = (number: number) => number > 30;
  await enqueueAll(
    database,
    queue,
    kind,
    Array.from({ length: 36 }, (_, index) => index + 1),
  );
  queue.work<Numbered, number, number>(kind, 2, {
    ...handlers(),
    begin: async (_, data) => data.map(({ number }) => ({ begun: number, takesPlace: isLong(number) })),
    async run({ begun, complete, givePlace }) {
      if (isLong(begun)) await gate.promise;
      if (begun === 31) {
        givePlace();
        await last.promise;
      }
      await complete(begun);
    },
  });
  const longJobs = async () =>
    Object.entries(await jobs(database, kind)).flatMap(([number, state]) =>
      isLong(Number(number)) ? state : [],
    );
  const waiting = Array(4).fill('created 0');
  await expect.poll(longJobs).toEqual(['active 0', 'active 0', ...waiting]);
  gate.resolve();
  // One has given up its place without an end.
  await expect.poll(longJobs).toEqual(['active 0', ...Array(5).fill('completed 0')]);
  last.resolve();
});

test('jobs that take long keep no room from the others', async ({ database }) => {
  const kind = { name: 'test.long', retries: 2 };
  const last = 20;
  await using queue = await openQueue(database, kind);
  await enqueueAll(
    database,
    queue,
    kind,
    Array.from({ length: last }, (_, index) => index + 1),
  );
  const [gate, othersRan] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const begun = new Set<number>();
  queue.work<Numbered, number, number>(kind, 2, {
    ...handlers(),
    begin: async (_, data) => data.map(({ number }) => ({ begun: number, takesPlace: true })),
    async run({ begun: number, letOthersPass }) {
      begun.add(number);
      if (begun.size === last) othersRan.resolve();
      await nextTurn();
      letOthersPass();
      await gate.promise;
    },
  });
  await othersRan.promise;
  expect(begun.size).toBe(last);
  gate.resolve();
});
