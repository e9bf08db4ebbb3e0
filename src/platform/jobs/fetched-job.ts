import { fromKysely, type JobWithMetadata, type PgBoss, type SendOptions } from 'pg-boss';
import type { Transaction } from '../db/database.ts';

/**
 * One attempt of a job, as the queue returned it. The library recognises the attempt by its retry count. So a call
 * has no effect on the job if another attempt has it meanwhile.
 */
export type FetchedJob<Data> = JobWithMetadata<Data>;

/** The part of a response that the types of the library leave out. */
interface Settled {
  /** How many of the jobs still belonged to their attempt. */
  affected: number;
}

/** Completes jobs of one queue, except those that other attempts have. Returns how many it completed. */
export async function complete(
  boss: PgBoss,
  queue: string,
  jobs: readonly FetchedJob<object>[],
  tx: Transaction,
): Promise<number> {
  const { affected } = (await boss.complete(queue, [...jobs], null, { db: fromKysely(tx) })) as Settled;
  return affected;
}

/** Replaces a job by a new one with the same data. Does nothing if another attempt has the job. */
async function replace(
  boss: PgBoss,
  job: FetchedJob<object>,
  tx: Transaction,
  options: SendOptions,
): Promise<void> {
  if ((await complete(boss, job.name, [job], tx)) === 0) return;
  const { priority, groupId, expireInSeconds } = job;
  const kept = { priority, expireInSeconds, ...(groupId && { group: { id: groupId } }) };
  await boss.send(job.name, job.data, { ...kept, ...options, db: fromKysely(tx) });
}

/** Has a job done later, with all its retries. */
export const defer = (
  boss: PgBoss,
  job: FetchedJob<object>,
  tx: Transaction,
  delaySeconds: number,
): Promise<void> => replace(boss, job, tx, { startAfter: delaySeconds, retryLimit: job.retryLimit });

/** An outage often lasts for minutes. */
const POSTPONE_SECONDS = 10;

/** Has a job done later, with the retries that it had left. */
export const postpone = (boss: PgBoss, job: FetchedJob<object>, tx: Transaction): Promise<void> =>
  replace(boss, job, tx, {
    startAfter: POSTPONE_SECONDS,
    retryLimit: job.retryLimit - job.retryCount,
  });
