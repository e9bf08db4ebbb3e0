import { type Selectable, sql } from 'kysely';
import type { ChainedEntry } from '../audit/audit-log.ts';
import type { Queryable } from '../db/database.ts';
import type { Schema } from '../db/schema.ts';
import type { PagePlace } from './page-cursor.ts';

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

interface TrailFilter {
  before: number | undefined;
  limit: number;
  roomId?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
}

/** The entries of the audit log that match, newest first. */
export async function listTrail(
  db: Queryable,
  { before, limit, roomId, action, actor }: TrailFilter,
): Promise<ChainedEntry[]> {
  let query = db.selectFrom('audit_entries').selectAll().orderBy('seq', 'desc').limit(limit);
  if (before !== undefined) query = query.where('seq', '<', before);
  if (roomId !== undefined) query = query.where('room_id', '=', roomId);
  if (action !== undefined) query = query.where('action', '=', action);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  const rows = await query.execute();
  return rows.map(({ room_id, detail, ...row }) => ({
    ...row,
    roomId: room_id,
    detail: detail as ChainedEntry['detail'],
  }));
}
