import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';

/** The channel on which every committed job is announced, by the name of its queue. */
export const JOB_CHANNEL = 'roomshot_job';

/** Tells all processes that a queue has a job, when the transaction is committed. */
export async function announceJob(tx: Transaction, queue: string): Promise<void> {
  await sql`select pg_notify(${JOB_CHANNEL}, ${queue})`.execute(tx);
}
