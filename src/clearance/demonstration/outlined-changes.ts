import { findUserByEmail } from '../../people/accounts/user-store.ts';
import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { editRoom, setRoomStatus } from '../rooms/room-service.ts';
import type { RoomRows } from './demonstration-store.ts';
import type { RoomOutline } from './room-outline.ts';

const HOUR_MS = 3_600_000;

/** Does in a room what its broker does last, in the way in which a person does it. */
export async function makeOutlinedChanges(
  tx: Transaction,
  { moved, override }: Pick<RoomOutline, 'moved' | 'override'>,
  { room, at }: { room: RoomRows['room']; at: Date },
): Promise<void> {
  if (!moved && !override) return;
  const user = await findUserByEmail(tx, room.created_by);
  if (!user) throw new Error(`The broker of ${room.title} has no account.`);
  const { id: userId, email, name } = user;
  const actor: RoomActor = { userId, email, name, role: 'broker', roomId: room.id, roomRole: 'broker' };
  if (moved) {
    const sts_eta = new Date(new Date(room.sts_eta).getTime() + moved.byHours * HOUR_MS);
    await editRoom(tx, actor, { location: moved.location, sts_eta }, at);
  }
  if (override) {
    const { status, reason } = override;
    await setRoomStatus(tx, actor, { status, override: reason }, at);
  }
}
