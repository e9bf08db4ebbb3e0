import { type RawBuilder, sql } from 'kysely';
import { statusesThat } from './document-rules.ts';

const RELIED_ON = sql.join(statusesThat('isReliedOn').map((status) => sql.lit(status)));

/**
 * Returns the last UTC day on which a document is valid: the earlier of its expiry day and the day of its maximum age.
 * @param document the name or alias of `documents` in the statement
 * @param requirement the name or alias of `requirements`
 */
export const validUntilSql = (document: string, requirement: string): RawBuilder<string | null> => {
  const [expires, issued] = [sql.ref(`${document}.expires_on`), sql.ref(`${document}.issued_on`)];
  return sql`least(${expires}, ${issued} + ${sql.ref(`${requirement}.max_age_days`)})`;
};

/**
 * Returns the rule `endsBefore` of `document-expiry.ts` as an SQL condition.
 * @param document the name or alias of `documents` in the statement
 * @param requirement the name or alias of `requirements`
 * @param day a UTC day, `YYYY-MM-DD`
 */
export const endsBeforeSql = (document: string, requirement: string, day: string): RawBuilder<boolean> =>
  sql<boolean>`(${validUntilSql(document, requirement)} < ${day}::date and ${sql.ref(`${document}.status`)} in (${RELIED_ON}))`;

/**
 * Returns the effective status on a UTC day as an SQL expression: `expired` after the last day of a document that is
 * relied on.
 */
export const statusOnSql = (document: string, requirement: string, today: string): RawBuilder<string> =>
  sql<string>`case when ${endsBeforeSql(document, requirement, today)} then 'expired' else ${sql.ref(`${document}.status`)} end`;
