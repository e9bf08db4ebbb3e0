import { type RawBuilder, sql } from 'kysely';
import { PASSED_OVER, searchPatterns } from '../kernel/search-text.ts';

/**
 * Returns the condition that a text of the database matches what a person typed, by the rule of `kernel/search-text.ts`.
 * The classes of the patterns name each letter, so that no locale of the database has a say.
 */
export function matchesTyped(text: RawBuilder<unknown>, typed: string): RawBuilder<boolean> {
  const form = sql`regexp_replace(normalize(${text}, NFKD), ${PASSED_OVER}, '', 'g')`;
  const conditions = searchPatterns(typed).map((pattern) => sql`${form} ~ ${pattern}`);
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}
