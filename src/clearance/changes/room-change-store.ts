import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import type { ActivityAction } from '../../platform/events/catalogue.ts';
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

/** Returns the status of a room, without a lock. */
export const findStatus = (db: Queryable, roomId: string): Promise<Pick<LockedRoom, 'status'> | undefined> =>
  db
    .selectFrom('rooms')
    .select('status')
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
      where id = any(${roomIds}::uuid[]) returning id
    )
    insert into activities (id, room_id, at, actor, action, summary)
    select gen_random_uuid(), id, ${at}::timestamptz, ${actor}::text, ${action}::text, ${summary}::text
    from moved`.execute(tx);
}
