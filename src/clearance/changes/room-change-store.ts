import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import type { ActivityAction } from '../../platform/events/catalogue.ts';
import { EXCERPT_LENGTH } from '../state/excerpt.ts';
import type { RoomStatus } from '../vocabulary/room-words.ts';

export type LockedRoom = Selectable<Schema['rooms']> & { status: RoomStatus };

/** Locks a room until the transaction ends: no other transaction can change or freeze it. */
export const lockRoom = (tx: Transaction, roomId: string): Promise<LockedRoom | undefined> =>
  tx
    .selectFrom('rooms')
    .selectAll()
    .where('id', '=', roomId)
    .forUpdate()
    .$narrowType<{ status: RoomStatus }>()
    .executeTakeFirst();

/** Returns the status and the revision of a room, without a lock. */
export const findProgress = (
  db: Queryable,
  roomId: string,
): Promise<Pick<LockedRoom, 'status' | 'revision'> | undefined> =>
  db
    .selectFrom('rooms')
    .select(['status', 'revision'])
    .where('id', '=', roomId)
    .$narrowType<{ status: RoomStatus }>()
    .executeTakeFirst();

/** Locks rooms until the transaction ends. The order of the locks is always the same, which prevents deadlocks. */
export const lockRooms = (tx: Transaction, roomIds: readonly string[]): Promise<unknown> =>
  sql`select id from rooms where id = any(${roomIds}::uuid[]) order by id for update`.execute(tx);

interface NewActivity {
  roomIds: readonly string[];
  at: Date;
  actor: string;
  action: ActivityAction;
  summary: string;
}

/** Increments the revision of locked rooms, and adds the activity that explains the change. */
export async function moveRoomsOn(
  tx: Transaction,
  { roomIds, at, actor, action, summary }: NewActivity,
): Promise<void> {
  await sql`
    with moved as (
      update rooms set revision = revision + 1
      where id = any(${roomIds}::uuid[]) returning id, revision
    )
    insert into activities (id, room_id, revision, at, actor, action, summary)
    select gen_random_uuid(), id, revision, ${at}::timestamptz, ${actor}::text, ${action}::text, ${summary}::text
    from moved`.execute(tx);
}

/** Returns whether a room has approvals that were given for recorded facts. */
export async function hasGivenApprovals(tx: Transaction, roomId: string): Promise<boolean> {
  const { rows } = await sql`
    select from approvals where room_id = ${roomId}::uuid and status = 'approved' and facts_hash is not null
    limit 1`.execute(tx);
  return rows.length > 0;
}
/** An entry of the activity, with the beginning of its summary. */
export type RoomEntry = Pick<
  Selectable<Schema['activities']>,
  'revision' | 'at' | 'actor' | 'action' | 'summary'
>;

/** Returns the newest entries after a revision of a room, newest first. */
export const listEntriesSince = (
  db: Queryable,
  { roomId, revision, limit }: { roomId: string; revision: number; limit: number },
): Promise<RoomEntry[]> =>
  db
    .selectFrom('activities')
    .select([
      'revision',
      'at',
      'actor',
      'action',
      sql<string>`left(summary, ${EXCERPT_LENGTH}::int)`.as('summary'),
    ])
    .where('room_id', '=', roomId)
    .where('revision', '>', revision)
    .orderBy('revision', 'desc')
    .limit(limit)
    .execute();
