import { type RawBuilder, sql } from 'kysely';
import { statusesThat } from './document-rules.ts';

const RELIED_ON = sql.join(statusesThat('isReliedOn').map((status) => sql.lit(status)));

/**
 * Returns the rule `endsBefore` of `document-expiry.ts` as an SQL condition.
 * @param table the name or alias of `documents` in the statement
 * @param day a UTC day, `YYYY-MM-DD`
 */
export const endsBeforeSql = (table: string, day: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${table}.expires_on`)} < ${day}::date and ${sql.ref(`${table}.status`)} in (${RELIED_ON}))`;

/**
 * Returns the effective status on a UTC day as an SQL expression: `expired` after the expiry day of a document that is
 * relied on.
 */
export const statusOnSql = (table: string, today: string): RawBuilder<string> =>
  sql<string>`case when ${endsBeforeSql(table, today)} then 'expired' else ${sql.ref(`${table}.status`)} end`;
