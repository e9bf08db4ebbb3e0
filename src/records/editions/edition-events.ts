import type { Database } from '../../platform/db/database.ts';
import type { EditionCache } from './edition-cache.ts';
import { ALL_EDITIONS, EDITION_CHANNEL } from './edition-control-store.ts';

/** Removes editions from memory that any process invalidates. Returns a function that stops this. */
export function openEditionEvents(
  database: Database,
  editions: Pick<EditionCache, 'forget' | 'forgetAll'>,
): Promise<() => Promise<void>> {
  return database.listen(
    EDITION_CHANNEL,
    (key) => (key === ALL_EDITIONS ? editions.forgetAll() : editions.forget(key)),
    () => editions.forgetAll(),
  );
}
