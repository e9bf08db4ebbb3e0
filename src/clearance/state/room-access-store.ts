import { sql } from 'kysely';
import type { Actor, RoomActor } from '../../people/permissions/actor.ts';
import type { Role } from '../../people/permissions/roles.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { isId } from '../../platform/kernel/ids.ts';

/**
 * Returns the effective role of a user in a room: `admin` for administrators, otherwise the role of their party. The
 * result is `undefined` if the room does not exist or the user may not see it. Callers cannot distinguish the two
 * cases.
 */
export async function findRoomRole(
  db: Queryable,
  roomId: string,
  { email, role }: Pick<Actor, 'email' | 'role'>,
): Promise<Role | undefined> {
  if (!isId(roomId)) return undefined;
  const found =
    role === 'admin'
      ? await sql<{ role: Role }>`select 'admin' as role from rooms where id = ${roomId}`.execute(db)
      : await sql<{ role: Role }>`
          select role from parties where room_id = ${roomId} and email = ${email}`.execute(db);
  return found.rows[0]?.role;
}

/**
 * Returns the same, and locks the room until the transaction ends. All changes of parties lock their room, so the role
 * cannot change either.
 */
export async function lockRoomRole(
  tx: Transaction,
  roomId: string,
  actor: Pick<Actor, 'email' | 'role'>,
  { forChange }: { forChange: boolean },
): Promise<Role | undefined> {
  if (!isId(roomId)) return undefined;
  const room = tx.selectFrom('rooms').select('id').where('id', '=', roomId);
  const locked = await (forChange ? room.forUpdate() : room.forShare()).executeTakeFirst();
  return locked && findRoomRole(tx, roomId, actor);
}

/** Returns a party of the newest room, who has an account, or `undefined` if there is none. */
export async function findNewestParty(db: Queryable): Promise<RoomActor | undefined> {
  const { rows } = await sql<RoomActor>`
    select p.room_id as "roomId", p.role as "roomRole", u.id as "userId", u.email, u.name, u.role
    from (select id from rooms order by created_at desc, id desc limit 1) r
    join parties p on p.room_id = r.id join users u on u.email = p.email
    order by u.role = 'admin', u.id limit 1`.execute(db);
  return rows[0];
}
