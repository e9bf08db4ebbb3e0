import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import { STOOD_ON } from './edition-store.ts';

interface EditionLimits {
  /** Editions that were used since then are kept: a new snapshot may be about to need one. */
  leaveFrom: Date;
  usedBefore: Date;
  /** The limit for all unused editions together, in bytes. The most recently used ones are kept. */
  maxBytes: number;
}

/** An edition that no snapshot needs. */
interface UnusedEdition {
  key: string;
  size: number;
  last_used_at: Date;
  has_room: boolean;
}

/** Each statement is brief, because a statement of the embedded engine holds up all others. */
const ROWS_AT_ONCE = 1000;

/**
 * Removes editions that no snapshot needs, if they exceed the limits of age and size, or if their room is deleted.
 * Returns how many there were. Their bytes are then orphans. It goes through all editions, page by page.
 */
export async function forgetUnusedEditions(
  db: Queryable,
  { leaveFrom, usedBefore, maxBytes }: EditionLimits,
): Promise<number> {
  const sizes: Pick<UnusedEdition, 'size' | 'last_used_at'>[] = [];
  let removed = 0;
  for await (const page of unusedEditions(db)) {
    const isExpired = ({ last_used_at, has_room }: UnusedEdition) => last_used_at < usedBefore || !has_room;
    removed += await forget(db, page.filter(isExpired), leaveFrom);
    for (const edition of page) {
      const { size, last_used_at } = edition;
      if (!isExpired(edition)) sizes.push({ size, last_used_at });
    }
  }
  const kept = oldestWithin(sizes, maxBytes);
  if (kept === undefined) return removed;
  for await (const page of unusedEditions(db)) {
    const older = page.filter(({ last_used_at }) => last_used_at < kept);
    removed += await forget(db, older, leaveFrom);
  }
  return removed;
}

/** Returns the time of use since when the unused editions are within a limit. It is undefined if all are. */
function oldestWithin(sizes: Pick<UnusedEdition, 'size' | 'last_used_at'>[], maxBytes: number) {
  sizes.sort((a, b) => b.last_used_at.getTime() - a.last_used_at.getTime());
  let bytes = 0;
  for (const { size, last_used_at } of sizes) {
    bytes += size;
    if (bytes > maxBytes) return new Date(last_used_at.getTime() + 1);
  }
  return undefined;
}

async function* unusedEditions(db: Queryable): AsyncIterable<UnusedEdition[]> {
  for (let last: string | null = ''; last !== null; ) {
    const rows = await readPage(db, last);
    yield rows.flatMap(({ key, ...edition }) => (key === null ? [] : { key, ...edition }));
    last = rows[0]?.last ?? null;
  }
}

/** Reads the unused ones of the next editions, and the last key of these. If none is unused, the one row has no key. */
async function readPage(db: Queryable, after: string) {
  const { rows } = await sql<Omit<UnusedEdition, 'key'> & { key: string | null; last: string | null }>`
    with page as (
      select * from editions where key > ${after} order by key limit ${sql.lit(ROWS_AT_ONCE)}
    )
    select ends.last, unused.* from (select max(key) as last from page) as ends left join (
      select key, size, last_used_at, (select id from rooms where id = e.room_id) is not null as has_room
      from page e where not ${STOOD_ON}
    ) as unused on true`.execute(db);
  return rows;
}

async function forget(db: Queryable, editions: readonly UnusedEdition[], leaveFrom: Date): Promise<number> {
  if (editions.length === 0) return 0;
  const { numAffectedRows } = await sql`
    delete from editions e where key = any(${editions.map(({ key }) => key)}::text[])
      and last_used_at < ${leaveFrom}::timestamptz and not ${STOOD_ON}`.execute(db);
  return Number(numAffectedRows ?? 0);
}
