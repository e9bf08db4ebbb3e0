import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';

/**
 * Claims a local day for a daily job. Returns whether the job is to be enqueued for that day: it was not yet, and by no
 * other process. A job that has never been enqueued waits for its next day.
 */
export async function claimDay(tx: Transaction, name: string, day: string): Promise<boolean> {
  const first = await sql`insert into daily_jobs (name, day) values (${name}, ${day}::date)
    on conflict do nothing returning name`.execute(tx);
  if (first.rows.length > 0) return false;
  // When the clocks are set back, the day before may be due again. A later day was claimed while the clock was ahead.
  const { rows } = await sql`update daily_jobs set day = ${day}::date
    where name = ${name} and (day < ${day}::date or day > ${day}::date + 1) returning name`.execute(tx);
  return rows.length > 0;
}
