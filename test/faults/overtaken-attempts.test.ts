import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import type { JobHandlers, JobKind } from '../../src/platform/jobs/job-kind.ts';
import { type JobQueue, openJobQueue } from '../../src/platform/jobs/job-queue.ts';
import { test } from '../support/data-test.ts';

interface Named {
  name: string;
}

const HANDS = 3;

/** A queue of its own for one test, over the real library. */
async function openQueue(database: Database, kind: JobKind): Promise<JobQueue & AsyncDisposable> {
  const queue = await openJobQueue({ database, kinds: [kind], onError: () => {} });
  return { ...queue, [Symbol.asyncDispose]: () => queue.stop(0) };
}

const enqueue = (database: Database, queue: JobQueue, kind: JobKind, name: string) =>
  database.transaction((tx) => queue.enqueue(tx, kind, { name }, { timeoutSeconds: 60 }));

async function jobOf(
  database: Database,
  kind: JobKind,
  name: string,
): Promise<{ state: string; tries: number } | undefined> {
  const { rows } = await sql<{ state: string; tries: number }>`
    select state, retry_count as tries from pgboss.job
    where name = ${kind.name} and data ->> 'name' = ${name}`.execute(database.query);
  return rows[0];
}

/** What the supervision does with a job of whose process it hears nothing. */
const giveToOthers = (database: Database, kind: JobKind, name: string) =>
  sql`update pgboss.job set state = 'retry', start_after = now()
    where name = ${kind.name} and data ->> 'name' = ${name}`.execute(database.query);

const work = (queue: JobQueue, kind: JobKind, run: JobHandlers<Named>['run']) =>
  queue.work<Named>(kind, HANDS, { run, onDeadLetter: async () => {} });

const signalled = () => Promise.withResolvers<void>();

test.for([
  ['done', async () => {}],
  ['failed', () => Promise.reject(new Error('Too late.'))],
] as const)(
  'an attempt that was overtaken and is then %s leaves the job to the next',
  async ([how, end], { database }) => {
    const kind = { name: `test.${how}`, retries: 2 };
    await using queue = await openQueue(database, kind);
    const begun = [signalled(), signalled()] as const;
    const gates = [signalled(), signalled()] as const;
    let tries = 0;
    work(queue, kind, async ({ data }) => {
      if (data.name === 'after') return;
      const [index, last] = tries++ === 0 ? ([0, end] as const) : ([1, async () => {}] as const);
      begun[index].resolve();
      await gates[index].promise;
      await last();
    });
    await enqueue(database, queue, kind, 'overtaken');
    await begun[0].promise;
    await giveToOthers(database, kind, 'overtaken');
    await begun[1].promise;
    gates[0].resolve();
    // When this one is ticked off, so is what ended before it.
    await enqueue(database, queue, kind, 'after');
    await expect.poll(() => jobOf(database, kind, 'after')).toMatchObject({ state: 'completed' });
    expect(await jobOf(database, kind, 'overtaken')).toEqual({ state: 'active', tries: 1 });
    gates[1].resolve();
    await expect.poll(() => jobOf(database, kind, 'overtaken')).toEqual({ state: 'completed', tries: 1 });
    expect(tries).toBe(2);
  },
);

test('an attempt that was overtaken cannot defer the job of the next', async ({ database }) => {
  const kind = { name: 'test.deferred', retries: 2 };
  await using queue = await openQueue(database, kind);
  const begun = [signalled(), signalled()] as const;
  const gate = signalled();
  const deferred = signalled();
  let tries = 0;
  work(queue, kind, async ({ defer }) => {
    const index = tries++ === 0 ? 0 : 1;
    begun[index].resolve();
    await gate.promise;
    if (index === 1) return deferred.promise;
    await database.transaction((tx) => defer(tx, 60));
    deferred.resolve();
  });
  await enqueue(database, queue, kind, 'only');
  await begun[0].promise;
  await giveToOthers(database, kind, 'only');
  await begun[1].promise;
  gate.resolve();
  await expect.poll(() => jobOf(database, kind, 'only')).toEqual({ state: 'completed', tries: 1 });
  const { rows } = await sql`select 1 from pgboss.job where name = ${kind.name}`.execute(database.query);
  expect(rows).toHaveLength(1);
});
