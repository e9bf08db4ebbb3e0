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

/** Whether an attempt still has its job. If so, no other attempt gets it before the transaction ends. */
export async function isCurrent(boss: PgBoss, job: FetchedJob<object>, tx: Transaction): Promise<boolean> {
  // A heartbeat changes the row and so locks it.
  const { affected } = (await boss.touch(job.name, job, { db: fromKysely(tx) })) as Settled;
  return affected === 1;
}

/** Replaces a job by a new one with the same data. Does nothing if another attempt has the job. */
async function replace(
  boss: PgBoss,
  job: FetchedJob<object>,
  tx: Transaction,
  options: SendOptions,
): Promise<void> {
  const db = fromKysely(tx);
  const { affected } = (await boss.complete(job.name, job, null, { db })) as Settled;
  if (affected === 0) return;
  const { priority, groupId, expireInSeconds } = job;
  const kept = { priority, expireInSeconds, ...(groupId && { group: { id: groupId } }) };
  await boss.send(job.name, job.data, { ...kept, ...options, db });
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

/**
 * Returns a job that was fetched and never started: the next fetch gets it, with the retries that it had left. The
 * library itself can only fail a fetched job, which delays it and uses up a retry.
 */
export const giveBack = (boss: PgBoss, job: FetchedJob<object>, tx: Transaction): Promise<void> =>
  replace(boss, job, tx, {
    priority: job.priority + 1,
    retryLimit: job.retryLimit - job.retryCount,
  });
