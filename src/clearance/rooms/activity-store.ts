import { type Selectable, sql } from 'kysely';
import type { ChainedEntry } from '../../platform/audit/audit-chain.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { matchesTyped } from '../../platform/db/search-condition.ts';
import type { PagePlace } from '../../platform/kernel/page-cursor.ts';

export type ActivityRow = Selectable<Schema['activities']>;

/** Returns the activity of a room, newest first. */
export function listActivities(
  db: Queryable,
  roomId: string,
  { after, limit }: { after: PagePlace | undefined; limit: number },
): Promise<ActivityRow[]> {
  let query = db.selectFrom('activities').selectAll().where('room_id', '=', roomId);
  if (after) query = query.where(sql<boolean>`(at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

/** Counts the messages of an account in a room, up to a number. */
export async function countMessages(
  db: Queryable,
  { roomId, actor, most }: { roomId: string; actor: string; most: number },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from activities
      where room_id = ${roomId}::uuid and actor = ${actor} and action = 'message_sent' limit ${most}::int
    ) as sent`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The filter of one room, if given, and the position in the log before which the page begins. */
interface TrailPlace {
  before: number | undefined;
  roomId?: string | undefined;
}

export interface TrailFilter extends TrailPlace {
  limit: number;
  action?: string | undefined;
  actor?: string | undefined;
  /** The range of time, both ends included. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Words that the detail must contain. */
  q?: string | undefined;
}

/** Limits the cost of one page: the log grows without limit, and the text of its entries has no index. */
const MAX_CANDIDATES = 50_000;

/** The texts and numbers in the detail of an entry, without the names of its fields. */
const DETAIL_TEXT = sql`concat_ws(' ', (select string_agg(found.value #>> '{}', ' ')
  from jsonb_path_query(detail, 'strict $.** ? (@.type() == "string" || @.type() == "number")') as found (value)))`;

/** Returns the matching entries of the audit log, newest first, among the entries that one page scans. */
export async function listTrail(
  db: Queryable,
  { limit, action, actor, from, to, q, ...place }: TrailFilter,
): Promise<ChainedEntry[]> {
  const looked = trail(db, place).selectAll().limit(MAX_CANDIDATES).as('looked');
  let query = db.selectFrom(looked).selectAll().orderBy('seq', 'desc').limit(limit);
  if (action !== undefined) query = query.where('action', '=', action);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<=', to);
  if (q !== undefined) {
    query = query.where(matchesTyped(DETAIL_TEXT, q));
  }
  const rows = await query.execute();
  return rows.map(({ room_id, detail, ...row }) => ({
    ...row,
    roomId: room_id,
    detail: detail as ChainedEntry['detail'],
  }));
}

/** Returns the last entry that a page scans from a position. It returns none if the log ends before. */
export async function findLastLookedAt(db: Queryable, place: TrailPlace): Promise<number | undefined> {
  const last = trail(db, place)
    .select('seq')
    .offset(MAX_CANDIDATES - 1);
  return (await last.limit(1).executeTakeFirst())?.seq;
}

/** Selects the entries of the log. Other rows of the table, such as one with a number below 1, are none. */
function trail(db: Queryable, { before, roomId }: TrailPlace) {
  let query = db
    .selectFrom('audit_entries')
    .where('seq', '>', 0)
    .where('seq', '<=', (eb) => eb.selectFrom('audit_head').select('seq'))
    .orderBy('seq', 'desc');
  if (before !== undefined) query = query.where('seq', '<', before);
  if (roomId !== undefined) query = query.where('room_id', '=', roomId);
  return query;
}
