import { sql } from 'kysely';
import { afterEach, expect, vi } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import type { JobHandlers, JobKind } from '../../src/platform/jobs/job-kind.ts';
import { type JobQueue, openJobQueue } from '../../src/platform/jobs/job-queue.ts';
import { test } from '../support/data-test.ts';

interface Numbered {
  number: number;
}

afterEach(() => vi.useRealTimers());

const enqueueAll = (database: Database, queue: JobQueue, kind: JobKind, numbers: number[]) =>
  database.transaction(async (tx) => {
    for (const number of numbers) await queue.enqueue(tx, kind, { number }, { timeoutSeconds: 60 });
  });

const work = (queue: JobQueue, kind: JobKind, concurrency: number, run: JobHandlers<Numbered>['run']) =>
  queue.work<Numbered>(kind, concurrency, { run, onDeadLetter: async () => {} });

/** Lets callers go on in groups of a size. */
function barrier(size: number): () => Promise<void> {
  let group = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    const { promise, resolve } = group;
    if (++arrived % size === 0) {
      group = Promise.withResolvers<void>();
      resolve();
    }
    return promise;
  };
}

test('jobs that wait are begun when others end, as many as may run, and not only when it is polled', async ({
  database,
}) => {
  // Without intervals nothing polls.
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const kind = { name: 'test.waiting', retries: 2 };
  const queue = await openJobQueue({ database, kinds: [kind], onError: () => {} });
  const pair = barrier(2);
  const done: number[] = [];
  const all = Promise.withResolvers<void>();
  work(queue, kind, 2, async ({ data }) => {
    // Both end at once, and neither ends without the other.
    await pair();
    if (done.push(data.number) === 8) all.resolve();
  });
  await enqueueAll(database, queue, kind, [1, 2, 3, 4, 5, 6, 7, 8]);
  await all.promise;
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  await queue.stop(10_000);
});

test('a job that a stopping process gives back is the next one, with the retries that it had left', async ({
  database,
}) => {
  const kind = { name: 'test.given-back', retries: 2 };
  const stopping = await openJobQueue({ database, kinds: [kind], onError: () => {} });
  await enqueueAll(database, stopping, kind, [1]);
  await enqueueAll(database, stopping, kind, [2]);
  await sql`update pgboss.job set retry_count = 2 where name = ${kind.name} and data ->> 'number' = '1'`.execute(
    database.query,
  );
  let started = 0;
  work(stopping, kind, 1, async () => void started++);
  // The first fetch is under way.
  stopping.drain();
  await stopping.stop(10_000);
  expect(started).toBe(0);

  const queue = await openJobQueue({ database, kinds: [kind], onError: () => {} });
  const attempts: [number, boolean][] = [];
  const all = Promise.withResolvers<void>();
  work(queue, kind, 1, async ({ data, last }) => {
    if (attempts.push([data.number, last]) === 2) all.resolve();
  });
  await all.promise;
  expect(attempts).toEqual([
    [1, true],
    [2, false],
  ]);
  await queue.stop(10_000);
});

test('a start of the embedded engine retries all jobs that were running, however many', async ({
  database,
}) => {
  const kind = { name: 'test.abandoned', retries: 2 };
  const numbers = Array.from({ length: 1001 }, (_, number) => number);
  const crashed = await openJobQueue({ database, kinds: [kind], onError: () => {} });
  await enqueueAll(database, crashed, kind, numbers);
  await sql`update pgboss.job set state = 'active', started_on = now() where name = ${kind.name}`.execute(
    database.query,
  );
  await crashed.stop(0);
  const queue = await openJobQueue({ database, kinds: [kind], onError: () => {} });
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from pgboss.job where name = ${kind.name} group by state`.execute(
    database.query,
  );
  // On a server, another process may run them. The supervision finds out.
  expect(rows).toEqual([{ state: database.engine === 'embedded' ? 'retry' : 'active', count: 1001 }]);
  await queue.stop(0);
});

/** The same database, which notes what the library asks of it. */
function noting(database: Database): { noted: Database; statements: string[] } {
  const statements: string[] = [];
  const { queueConnection: connection } = database;
  if (connection.kind === 'server') {
    const run: typeof connection.run = (text, values) => {
      statements.push(text);
      return connection.run(text, values);
    };
    return { statements, noted: { ...database, queueConnection: { ...connection, run } } };
  }
  const { pglite } = connection;
  const query: typeof pglite.query = (text, values) => {
    statements.push(text);
    return pglite.query(text, values);
  };
  return {
    statements,
    noted: { ...database, queueConnection: { ...connection, pglite: { ...pglite, query } } },
  };
}

test('a start finds its queues, and changes only what an earlier version has left', async ({ database }) => {
  const kinds = [
    { name: 'test.found', retries: 2 },
    { name: 'test.short', retries: 2 },
  ];
  const open = async (on: Database) =>
    (await openJobQueue({ database: on, kinds, onError: () => {} })).stop(10_000);
  await open(database);
  await sql`update pgboss.queue set retention_seconds = 60 where name = 'test.short'`.execute(database.query);
  const { noted, statements } = noting(database);
  const changes = () =>
    statements.splice(0).filter((text) => /create_queue|update pgboss\.queue |pgboss\.instance/i.test(text));
  await open(noted);
  expect(changes()).toHaveLength(1);
  const { rows } = await sql<{ days: number }>`
    select retention_seconds / 86400 as days from pgboss.queue where name like 'test.short%'`.execute(
    database.query,
  );
  expect(rows).toEqual([{ days: 3650 }, { days: 3650 }]);
  await open(noted);
  expect(changes()).toEqual([]);
});
