import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';

/** The channel with the keys of editions that processes must remove from memory. */
export const EDITION_CHANNEL = 'roomshot_edition';
export const ALL_EDITIONS = '*';

/** An edition on disk, for administrators. */
export interface ListedEdition {
  key: string;
  room_id: string | null;
  type: string;
  sha256: string;
  /** Bytes. */
  size: number;
  rendered_at: Date;
  last_used_at: Date;
  /** The number of snapshots that need it. A needed edition is never removed. */
  snapshots: number;
}

export type EditionOrder = 'size' | 'age';

/** The position in a list: the bytes or the instant of the last use, and the key. */
export interface EditionPlace {
  value: number;
  key: string;
}

const STANDING = sql<number>`(select count(*)::int from snapshots s where s.edition_key = e.key)`;

/** Lists editions: the largest first, or the least recently used first. */
export async function listEditions(
  db: Queryable,
  { order, limit, after }: { order: EditionOrder; limit: number; after: EditionPlace | undefined },
): Promise<ListedEdition[]> {
  const bySize = order === 'size';
  let where = sql`true`;
  if (after && bySize) where = sql`(-e.size, e.key) > (${-after.value}::bigint, ${after.key})`;
  else if (after) {
    where = sql`(e.last_used_at, e.key) > (${new Date(after.value)}::timestamptz, ${after.key})`;
  }
  const { rows } = await sql<ListedEdition>`
    select e.*, ${STANDING} as snapshots from editions e where ${where}
    order by ${bySize ? sql`-e.size` : sql`e.last_used_at`}, e.key limit ${limit}`.execute(db);
  return rows;
}

interface EditionTotals {
  entries: number;
  bytes: number;
  unused_entries: number;
  unused_bytes: number;
}

/** Counts the editions on disk. `unused` counts those that no snapshot needs. */
export async function countEditions(db: Queryable): Promise<EditionTotals> {
  const { rows } = await sql<EditionTotals>`
    select count(*)::int as entries, coalesce(sum(size), 0)::bigint as bytes,
      count(*) filter (where snapshots = 0)::int as unused_entries,
      coalesce(sum(size) filter (where snapshots = 0), 0)::bigint as unused_bytes
    from (select e.size, ${STANDING} as snapshots from editions e) as counted`.execute(db);
  const [totals] = rows;
  if (!totals) throw new Error('An aggregate has one row.');
  return totals;
}

/** The selected editions: one, those of a room, or all. */
export type EditionChoice = { key: string } | { roomId: string } | 'all';

/**
 * Removes editions from the cache and notifies all processes. The files of editions that snapshots need stay: snapshots
 * find them by hash. Returns key and hash of each.
 */
export async function forgetEditions(
  tx: Transaction,
  choice: EditionChoice,
): Promise<{ key: string; sha256: string }[]> {
  const { rows } = await sql<{ key: string; sha256: string }>`
    delete from editions where ${conditionOf(choice)} returning key, sha256`.execute(tx);
  const announced = choice === 'all' ? [ALL_EDITIONS] : rows.map(({ key }) => key);
  await sql`select pg_notify(${EDITION_CHANNEL}, key) from unnest(${announced}::text[]) as announced (key)`.execute(
    tx,
  );
  return rows;
}

function conditionOf(choice: EditionChoice) {
  if (choice === 'all') return sql`true`;
  return 'key' in choice ? sql`key = ${choice.key}` : sql`room_id = ${choice.roomId}::uuid`;
}
