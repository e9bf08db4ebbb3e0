import { type RawBuilder, sql } from 'kysely';
import { statusesThat } from './document-rules.ts';

const RELIED_ON = sql.join(statusesThat('isReliedOn').map((status) => sql.lit(status)));

/**
 * The rule of `endsBefore` in `document-expiry.ts` as an SQL condition.
 * @param table the name or alias of `documents` in the statement
 * @param day a UTC day, `YYYY-MM-DD`
 */
export const endsBeforeSql = (table: string, day: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${table}.expires_on`)} < ${day}::date and ${sql.ref(`${table}.status`)} in (${RELIED_ON}))`;

/** The status that counts on a UTC day, as an SQL expression: `expired` once the last day is over, whatever was set. */
export const statusOnSql = (table: string, today: string): RawBuilder<string> =>
  sql<string>`case when ${endsBeforeSql(table, today)} then 'expired' else ${sql.ref(`${table}.status`)} end`;
