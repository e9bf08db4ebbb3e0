import { sql } from 'kysely';
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

/** Removes one failure from each counter. */
export async function uncountLogin(db: Queryable, counters: readonly LoginCounter[]): Promise<void> {
  await sql`${lockedInOrder(counters)}
    update login_counters as counter set failures = greatest(0, counter.failures - 1)
    from locked where counter.key = locked.key`.execute(db);
}

/** Removes all failures from the first counter and one from each other, and records the use of the account there. */
export async function recordLogin(
  db: Queryable,
  counters: readonly LoginCounter[],
  knownForDays: number,
): Promise<void> {
  await sql`${lockedInOrder(counters)}
    update login_counters as counter set
      failures = case when locked.position = 1 then 0 else greatest(0, counter.failures - 1) end,
      known_until = case when locked.position = 1 then now() + make_interval(days => ${knownForDays}::integer)
        else counter.known_until end
    from locked where counter.key = locked.key`.execute(db);
}

/** Two statements that lock the same counters in different orders would wait for each other. */
const lockedInOrder = (counters: readonly LoginCounter[]) => {
  const keys = counters.map(({ key }) => key);
  return sql`with locked as (
    select key, array_position(${keys}::text[], key) as position from login_counters
    where key = any(${keys}::text[]) order by position for update
  )`;
};

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
