import { sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';

/** Why the clock is not trusted, until a person confirms it. */
export interface ClockDoubt {
  reason: 'leapt' | 'behind' | 'long_absence' | 'differs';
  /** The time that must have been, or the latest time that the database knows. */
  expected: Date;
  /** The time that the clock showed. */
  actual: Date;
}

export interface ClockTrustRow {
  doubt: ClockDoubt | null;
  /** The moment until which the last clean-up removed data. */
  cleanedUpTo: Date | null;
}

/** Returns undefined if the database is of a version that has no such row. */
export async function readClockTrust(db: Queryable): Promise<ClockTrustRow | undefined> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.clock_trust') is not null as there`.execute(db);
  if (!rows[0]?.there) return undefined;
  const row = await db.selectFrom('clock_trust').selectAll().executeTakeFirst();
  const { doubt_reason: reason = null, expected_at: expected = null, actual_at: actual = null } = row ?? {};
  const doubt =
    reason && expected && actual ? { reason: reason as ClockDoubt['reason'], expected, actual } : null;
  return { doubt, cleanedUpTo: row?.cleaned_up_to ?? null };
}

/** Waits for a confirmation that is under way, and lets none begin before the transaction ends. */
export async function lockClockTrust(tx: Transaction): Promise<void> {
  await sql`select from clock_trust for update`.execute(tx);
}

/** Records a doubt, unless there is an earlier one. */
export async function recordDoubt(db: Queryable, { reason, expected, actual }: ClockDoubt): Promise<void> {
  await db
    .updateTable('clock_trust')
    .set({ doubt_reason: reason, expected_at: expected, actual_at: actual })
    .where('doubt_reason', 'is', null)
    .execute();
}

/** Ends a doubt: the clock is right, and removals may go as far as it. */
export async function recordConfirmation(db: Queryable, at: Date): Promise<void> {
  await db
    .updateTable('clock_trust')
    .set({ doubt_reason: null, expected_at: null, actual_at: null, cleaned_up_to: at })
    .execute();
}

export async function recordCleanedUpTo(db: Queryable, to: Date): Promise<void> {
  await db.updateTable('clock_trust').set({ cleaned_up_to: to }).execute();
}

/** Returns when a machine was started, by the clock that it had when it was last seen. */
export async function readBoot(db: Queryable, bootId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('machine_boots')
    .select('booted_at')
    .where('boot_id', '=', bootId)
    .executeTakeFirst();
  return row?.booted_at;
}

export async function recordBoot(db: Queryable, bootId: string, bootedAt: Date): Promise<void> {
  await db
    .insertInto('machine_boots')
    .values({ boot_id: bootId, booted_at: bootedAt })
    .onConflict((conflict) => conflict.column('boot_id').doUpdateSet({ booted_at: bootedAt }))
    .execute();
}

/** Returns the time of the database, which is the same for all servers. */
export async function readDatabaseTime(db: Queryable): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now ?? new Date();
}

/** Returns the time of the newest entry of the audit log. */
export async function findNewestEntry(db: Queryable): Promise<Date | undefined> {
  const entry = await db
    .selectFrom('audit_entries')
    .select('at')
    .where('seq', '<=', (eb) => eb.selectFrom('audit_head').select('seq'))
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return entry?.at;
}
