import { type Insertable, type RawBuilder, sql, type Updateable } from 'kysely';
import type { Actor } from '../../people/permissions/actor.ts';
import { rolesThatMay } from '../../people/permissions/policy.ts';
import type { Role } from '../../people/permissions/roles.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { matchesTyped } from '../../platform/db/search-condition.ts';
import type { PagePlace } from '../../platform/kernel/page-cursor.ts';
import { utcDay } from '../../platform/kernel/utc-day.ts';
import { type Excerpt, toExcerpt } from '../state/excerpt.ts';
import { instant, roomFactsSql } from '../state/room-section-store.ts';
import { endsBeforeSql } from '../verdict/document-expiry-store.ts';
import { statusesThat } from '../verdict/document-rules.ts';
import { ROOM_FIELDS } from '../vocabulary/room-fields.ts';
import type { CurrentRoomFacts } from '../vocabulary/room-state.ts';

type NewRoom = Insertable<Schema['rooms']>;

/** A room as a list shows it. */
export interface RoomSummary extends Excerpt<CurrentRoomFacts> {
  revision: number;
  /** The role of the reader in this room. */
  your_role: Role;
  parties: number;
  vessels: number;
  documents: number;
  /** The number of documents that are missing, rejected, expired or under review. */
  documents_open: number;
  approvals_pending: number;
  last_snapshot: { id: string; status: string; created_at: string } | null;
}

export interface RoomFilter {
  /** Words that the title, the location, and the vessels' names and IMO numbers must contain. */
  q?: string | undefined;
  status?: string | undefined;
  /** The range of the ETA, both ends included. */
  etaFrom?: Date | undefined;
  etaTo?: Date | undefined;
  after: PagePlace | undefined;
  at: Date;
  limit: number;
}

const COMMERCIAL_READERS = sql.join(rolesThatMay('commercial.view').map((role) => sql.lit(role)));

const OPEN = sql.join(statusesThat('isOpen').map((status) => sql.lit(status)));

/**
 * Returns the rooms that a user may see, newest first. The last snapshot is found by the order of the index of a room:
 * by its number alone, the planner can walk through the snapshots of all rooms.
 */
export async function listRooms(db: Queryable, actor: Actor, filter: RoomFilter): Promise<RoomSummary[]> {
  const { rows } = await sql<{ facts: CurrentRoomFacts } & Omit<RoomSummary, keyof CurrentRoomFacts>>`
    with page as (
      select r.*, ${actor.role === 'admin' ? sql`'admin'` : sql`p.role`} as your_role from rooms r
      ${actor.role === 'admin' ? sql`` : sql`join parties p on p.room_id = r.id and p.email = ${actor.email}`}
      where ${sql.join(conditions(filter), sql` and `)}
      order by r.created_at desc, r.id desc limit ${filter.limit}
    )
    select case when r.your_role in (${COMMERCIAL_READERS})
        then ${roomFactsSql('r', { includeCommercial: true, excerpts: true })}
        else ${roomFactsSql('r', { includeCommercial: false, excerpts: true })} end as facts,
      r.revision, r.your_role,
      (select count(*)::int from parties where room_id = r.id) as parties,
      (select count(*)::int from vessels where room_id = r.id) as vessels,
      d.documents, d.documents_open,
      (select count(*)::int from approvals where room_id = r.id and status = 'pending') as approvals_pending,
      (select json_build_object('id', s.id, 'status', s.status, 'created_at', ${instant('s.created_at')})
        from snapshots s where s.room_id between r.id and r.id
        order by s.room_id, s.seq desc limit 1) as last_snapshot
    from page r, lateral (
      select count(*)::int as documents, count(*) filter (
        where d.status in (${OPEN}) or ${endsBeforeSql('d', 'q', utcDay(filter.at))})::int as documents_open
      from documents d join requirements q on q.room_id = d.room_id and q.type_id = d.type_id
      where d.room_id = r.id
    ) d
    order by r.created_at desc, r.id desc`.execute(db);
  return rows.map(({ facts, ...counts }) => ({ ...toExcerpt(facts, ROOM_FIELDS), ...counts }));
}

function conditions({ q, status, etaFrom, etaTo, after }: RoomFilter): RawBuilder<unknown>[] {
  const all = [sql`true`];
  if (status !== undefined) all.push(sql`r.status = ${status}`);
  if (etaFrom) all.push(sql`r.sts_eta >= ${etaFrom}::timestamptz`);
  if (etaTo) all.push(sql`r.sts_eta <= ${etaTo}::timestamptz`);
  if (after) all.push(sql`(r.created_at, r.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  if (q !== undefined) {
    // The number is stored as it was typed, with or without its prefix, and is found in either form.
    const number = sql`'IMO' || regexp_replace(v.imo, '[^0-9]', '', 'g')`;
    const vessels = sql`select string_agg(concat_ws(' ', v.name, v.imo, ${number}), ' ') from vessels v
      where v.room_id = r.id`;
    all.push(matchesTyped(sql`concat_ws(' ', r.title, r.location, (${vessels}))`, q));
  }
  return all;
}

export const insertRoom = (tx: Transaction, room: NewRoom): Promise<unknown> =>
  tx.insertInto('rooms').values(room).execute();

export const updateRoom = (
  tx: Transaction,
  id: string,
  changes: Updateable<Schema['rooms']>,
): Promise<unknown> => tx.updateTable('rooms').set(changes).where('id', '=', id).execute();

/** Deletes a locked room with its contents and its snapshots. */
export async function deleteRoom(tx: Transaction, id: string): Promise<void> {
  // Delete tasks before snapshots: tasks are locked in this order when they finish, are cancelled or are retried. The
  // cascade of the database uses the opposite order, which leads to a deadlock.
  await sql`
    select from tasks where snapshot_id in (select id from snapshots where room_id = ${id}::uuid)
    order by id for update`.execute(tx);
  await tx.deleteFrom('rooms').where('id', '=', id).execute();
}

export async function findSnapshotRetention(db: Queryable, id: string): Promise<number | null> {
  const row = await db
    .selectFrom('rooms')
    .select('snapshot_retention_days')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.snapshot_retention_days ?? null;
}

/** Returns the IANA name of a room's time zone, or undefined if the room does not exist. */
export async function findTimeZone(db: Queryable, roomId: string): Promise<string | undefined> {
  const room = await db.selectFrom('rooms').select('time_zone').where('id', '=', roomId).executeTakeFirst();
  return room?.time_zone;
}
