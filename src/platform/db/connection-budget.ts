import { sql } from 'kysely';
import { newId } from '../kernel/ids.ts';
import type { ConnectionCounts, Queryable } from './database.ts';

/** The connections of one process that are not for requests. */
export const OTHER_CONNECTIONS = { queue: 3, long: 2, listening: 1 } as const;

/** Returns how many connections a process opens at most. */
const totalOf = (counts: ConnectionCounts): number =>
  [...Object.values(counts), ...Object.values(OTHER_CONNECTIONS)].reduce((sum, count) => sum + count, 0);

/**
 * Returns the name under which the database server lists the connections of a process: `roomshot ID/TOTAL`. Other
 * processes learn from it how many connections this one may open.
 */
export const budgetName = (counts: ConnectionCounts): string =>
  `roomshot ${newId().slice(-12)}/${totalOf(counts)}`;

interface Budget {
  /** How many connections the server permits. */
  permitted: number;
  /** The setting that limits them, as the operator knows it. */
  limit: string;
  /** How many others use now, or may use if they are processes of Roomshot. */
  others: number;
}

/**
 * Compares the connections that this process may open with those that the server permits. Returns a warning, or
 * `undefined` if they suffice.
 * @param name of this process, from `budgetName`
 */
export async function warnOfConnections(
  db: Queryable,
  counts: ConnectionCounts,
  name: string,
): Promise<string | undefined> {
  const needed = totalOf(counts);
  const budgets = await readBudgets(db, name);
  const tight = budgets.find(({ permitted, others }) => permitted - others < needed);
  if (!tight) return undefined;
  const { permitted, limit, others } = tight;
  return (
    `This process may open ${needed} connections to the PostgreSQL server. ${limit} permits ${permitted}, of which others use or may use ${others}. ` +
    `Requests that find no connection are rejected with 503. Raise the limit, or lower ROOMSHOT_DATABASE_READ_CONNECTIONS and ROOMSHOT_DATABASE_WRITE_CONNECTIONS.`
  );
}

/** Reads the limits of the server, of the database and of the role. Only the first one applies to superusers. */
async function readBudgets(db: Queryable, name: string): Promise<Budget[]> {
  const { rows } = await sql<Budget>`
    with sessions as (
      select datname = current_database() as of_database, usename = current_user as of_role, application_name
      from pg_stat_activity
      where usename is not null and coalesce(backend_type, 'client backend') = 'client backend'
        and coalesce(application_name, '') not like ${`${name}%`}
    ), users as (
      select of_database, of_role, max(greatest(1, substring(application_name from ${TOTAL})::int)) as connections
      from sessions where application_name ~ ${TOTAL}
      group by of_database, of_role, split_part(application_name, ' ', 2)
      union all
      select of_database, of_role, 1 from sessions where application_name !~ ${TOTAL} or application_name is null
    ), limits as (
      select 'max_connections' as limit, true as is_shared, false as by_role,
        current_setting('max_connections')::int - (case when rolsuper then 0 else
          current_setting('superuser_reserved_connections')::int
          + coalesce(current_setting('reserved_connections', true)::int, 0) end) as permitted
      from pg_roles where rolname = current_user
      union all
      select 'The connection limit of the database', false, false, datconnlimit
      from pg_database, pg_roles
      where datname = current_database() and rolname = current_user and datconnlimit >= 0 and not rolsuper
      union all
      select 'The connection limit of the role', false, true, rolconnlimit
      from pg_roles where rolname = current_user and rolconnlimit >= 0 and not rolsuper
    )
    select "limit", permitted, (
      select coalesce(sum(connections), 0)::int from users
      where is_shared or (case when by_role then of_role else of_database end)
    ) as others
    from limits`.execute(db);
  return rows;
}

/** Finds the total in the name of a process. */
const TOTAL = '^roomshot [^ ]+/(\\d{1,5})( |$)';
