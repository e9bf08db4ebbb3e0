import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import { deleteInBatches } from '../../platform/db/delete-in-batches.ts';

/** The counters of an attempt, in the order in which all attempts lock them. */
export interface LoginCounter {
  key: string;
  /** The failures in a window. The last of them has to take a turn already. */
  most: number;
}

/**
 * Counts an attempt at all its counters, or at none. The first is of the account at the address.
 * @returns 0, or for how many seconds the attempt has to wait
 */
export async function countLogin(
  db: Queryable,
  counters: readonly LoginCounter[],
  { windowSeconds, paceSeconds }: { windowSeconds: number; paceSeconds: number },
): Promise<number> {
  const keys = counters.map(({ key }) => key);
  const most = counters.map((counter) => counter.most);
  const { rows } = await sql<{ wait: number }>`
    select count_login(${keys}::text[], ${most}::integer[], ${windowSeconds}::integer, ${paceSeconds}::integer)
      as wait`.execute(db);
  return rows[0]?.wait ?? 0;
}

/** Removes one failure from each counter. A counter without an effect is deleted, so it fills no table. */
export const uncountLogin = (db: Queryable, counters: readonly LoginCounter[]): Promise<void> =>
  settle(db, counters, sql`greatest(0, failures - 1)`, sql`known_until`);

/** Removes all failures from the first counter and one from each other, and records the use of the account there. */
export const recordLogin = (
  db: Queryable,
  counters: readonly LoginCounter[],
  knownForDays: number,
): Promise<void> =>
  settle(
    db,
    counters,
    sql`case when position = 1 then 0 else greatest(0, failures - 1) end`,
    sql`case when position = 1 then now() + make_interval(days => ${knownForDays}::integer) else known_until end`,
  );

/** Locks the counters in their order: two statements with different orders would wait for each other. */
async function settle(
  db: Queryable,
  counters: readonly LoginCounter[],
  failures: RawBuilder<unknown>,
  knownUntil: RawBuilder<unknown>,
): Promise<void> {
  const keys = counters.map(({ key }) => key);
  await sql`
    with locked as (
      select *, array_position(${keys}::text[], key) as position from login_counters
      where key = any(${keys}::text[]) order by position for update
    ),
    settled as (select key, ${failures} as failures, ${knownUntil} as known_until from locked),
    deleted as (
      delete from login_counters as counter using settled
      where counter.key = settled.key and settled.failures = 0 and settled.known_until is null
    )
    update login_counters as counter set failures = settled.failures, known_until = settled.known_until
    from settled
    where counter.key = settled.key and (settled.failures > 0 or settled.known_until is not null)`.execute(
    db,
  );
}

/**
 * Deletes counters without an effect. Returns how many there were. Their times are of the clock of the database, which
 * may be behind that of the server.
 */
export const forgetExpiredCounters = (db: Queryable, at: Date): Promise<number> =>
  deleteInBatches(
    db,
    'login_counters',
    sql`greatest(window_ends_at, known_until) < least(${at}::timestamptz, now())`,
  );
