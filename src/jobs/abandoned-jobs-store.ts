import { sql } from 'kysely';
import type { Queryable } from '../db/database.ts';

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
