import { type Selectable, sql } from 'kysely';
import type { ChainedEntry } from '../../platform/audit/audit-log.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import type { PagePlace } from '../../platform/kernel/page-cursor.ts';

export type ActivityRow = Selectable<Schema['activities']>;

/** The activity of a room, newest first. */
export function listActivities(
  db: Queryable,
  roomId: string,
  { after, limit }: { after: PagePlace | undefined; limit: number },
): Promise<ActivityRow[]> {
  let query = db.selectFrom('activities').selectAll().where('room_id', '=', roomId);
  if (after) query = query.where(sql<boolean>`(at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

/** Of one room, if it is given, and before a place in the log. */
interface TrailPlace {
  before: number | undefined;
  roomId?: string | undefined;
}

export interface TrailFilter extends TrailPlace {
  limit: number;
  action?: string | undefined;
  actor?: string | undefined;
  /** Bounds of the time, both included. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Part of the detail, in any case of letters. */
  q?: string | undefined;
}

/** What one page may cost: the log grows for ever, and no index knows the text of its entries. */
const MAX_CANDIDATES = 50_000;

/** The entries of the audit log that match, newest first, among as many as one page looks at. */
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
    const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where(sql<boolean>`detail::text ilike ${like}`);
  }
  const rows = await query.execute();
  return rows.map(({ room_id, detail, ...row }) => ({
    ...row,
    roomId: room_id,
    detail: detail as ChainedEntry['detail'],
  }));
}

/** The last entry that a page from a place looks at; none if the log ends before. */
export async function findLastLookedAt(db: Queryable, place: TrailPlace): Promise<number | undefined> {
  const last = trail(db, place)
    .select('seq')
    .offset(MAX_CANDIDATES - 1);
  return (await last.limit(1).executeTakeFirst())?.seq;
}

function trail(db: Queryable, { before, roomId }: TrailPlace) {
  let query = db.selectFrom('audit_entries').orderBy('seq', 'desc');
  if (before !== undefined) query = query.where('seq', '<', before);
  if (roomId !== undefined) query = query.where('room_id', '=', roomId);
  return query;
}
