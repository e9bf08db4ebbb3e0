import { sql } from 'kysely';
import type { JobAttempt } from 'pg-boss';
import type { Queryable, Transaction } from '../db/database.ts';

/** Where every committed job is announced, by the name of its queue. */
export const JOB_CHANNEL = 'roomshot_job';

/** Tells all processes, once the transaction is committed, that there is work. */
export async function announceJob(tx: Transaction, queue: string): Promise<void> {
  await sql`select pg_notify(${JOB_CHANNEL}, ${queue})`.execute(tx);
}

/** Hands the running jobs of some queues to `release`, queue by queue. */
export async function releaseAbandonedJobs(
  db: Queryable,
  queues: readonly string[],
  release: (queue: string, ids: string[]) => Promise<unknown>,
): Promise<void> {
  for (const queue of queues) {
    const { rows } = await sql<{ id: string }>`
      select id from pgboss.job where name = ${queue} and state = 'active'`.execute(db);
    if (rows.length > 0)
      await release(
        queue,
        rows.map(({ id }) => id),
      );
  }
}

/**
 * Returns whether an attempt still has its job. If it has, no other worker can receive the job before the transaction
 * ends.
 */
export async function isCurrentTry(
  tx: Transaction,
  queue: string,
  { id, retryCount }: JobAttempt,
): Promise<boolean> {
  const { rows } = await sql`select from pgboss.job
    where name = ${queue} and id = ${id} and retry_count = ${retryCount} and state = 'active'
    for update`.execute(tx);
  return rows.length > 0;
}

/**
 * Makes jobs that were fetched and never begun as they were before, and announces them. The library can only
 * fail them, which would make them wait and count as a try.
 */
export async function giveBackUnbegun(
  tx: Transaction,
  queue: string,
  jobs: readonly JobAttempt[],
): Promise<void> {
  for (const { id, retryCount } of jobs) {
    // Without `started_on`, the next fetch does not count a further try.
    await sql`update pgboss.job set state = 'created', started_on = null, heartbeat_on = null
      where name = ${queue} and id = ${id} and retry_count = ${retryCount} and state = 'active'`.execute(tx);
  }
  await announceJob(tx, queue);
}
