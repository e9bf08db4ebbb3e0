import { sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';

interface QueueClockReading {
  /** The clock of the database. */
  wall: Date;
  /** What the queue adds to it. */
  correctionMs: number;
  /** The time of the queue when a process last recorded it. */
  seenAt: Date | null;
}

export async function readQueueClock(db: Queryable): Promise<QueueClockReading> {
  const { rows } = await sql<{ wall: Date; correction_ms: number; seen_at: Date | null }>`
    select clock_timestamp() as wall, correction_ms, seen_at from queue_clock`.execute(db);
  const [{ wall, correction_ms, seen_at }] = rows as [(typeof rows)[number]];
  return { wall, correctionMs: correction_ms, seenAt: seen_at };
}

/** Keeps other processes from correcting the clock before the transaction ends. */
export async function lockQueueClock(tx: Transaction): Promise<void> {
  await sql`select from queue_clock for update`.execute(tx);
}

/** Records that it was this time in the queue. */
export async function recordQueueTime(db: Queryable, at: Date): Promise<void> {
  await sql`update queue_clock set seen_at = ${at}::timestamptz`.execute(db);
}

/** Sets what the queue adds to the clock of the database. */
export async function correctQueueClock(tx: Transaction, correctionMs: number): Promise<void> {
  await sql`update queue_clock set correction_ms = ${correctionMs}::bigint`.execute(tx);
  await applyCorrection(tx, correctionMs);
}

/** Every statement of the queue library reads the clock through this function. The start of the library may reset it. */
export async function applyCorrection(db: Queryable, correctionMs: number): Promise<void> {
  const correction = correctionMs === 0 ? '' : ` + interval '${correctionMs} milliseconds'`;
  await sql`create or replace function pgboss.job_now() returns timestamp with time zone
    as ${sql.lit(`select pg_catalog.now()${correction};`)} language sql stable`.execute(db);
}
