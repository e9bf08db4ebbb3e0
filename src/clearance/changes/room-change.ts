import type { Actor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { DetailOf, RoomChangeAction } from '../../platform/events/catalogue.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isClosed } from '../vocabulary/room-status.ts';
import { type LockedRoom, lockRoom, moveRoomsOn } from './room-change-store.ts';

/** A change, for the activity of the room and for the audit log. */
type Change = {
  [Action in RoomChangeAction]: {
    action: Action;
    /** One readable sentence in the words of the trade. */
    summary: string;
    detail: DetailOf<Action>;
  };
}[RoomChangeAction];

/** The outcome of a change. */
export interface ChangeOutcome<Result> {
  /** Left out when nothing had to be changed: the room keeps its revision. */
  done?: Change | undefined;
  /** Reads the answer, after the room has moved on. */
  answer: () => Result | Promise<Result>;
}

/** The person who changes a room, and the room. */
export type RoomChanger = Pick<Actor, 'email' | 'role'> & { roomId: string };

/**
 * Each change adds one revision and one activity, so this limits both. Messages have a lower limit, so that they
 * cannot block the clearance.
 */
const MAX_REVISIONS = 100_000;
const MAX_REVISIONS_FOR_MESSAGES = 90_000;

/**
 * Changes a room. This is the only way to do it. It locks the room, makes the change, and in the same transaction
 * moves the revision, adds the activity and appends the audit entry.
 *
 * @throws AppError `room_not_found`; `room_closed` for everybody but an admin once the operation is completed or
 * cancelled; `room_full` when its history has reached its bound; what `change` throws
 */
export async function changeRoom<Result>(
  tx: Transaction,
  { email, role, roomId }: RoomChanger,
  at: Date,
  change: (room: LockedRoom) => Promise<ChangeOutcome<Result>>,
): Promise<Result> {
  const room = await lockRoom(tx, roomId);
  if (!room) throw new AppError('not_found', 'room_not_found', 'Room not found');
  if (role !== 'admin') requireOpen(room);
  const { done, answer } = await change(room);
  if (!done) return answer();
  const { summary, ...event } = done;
  requireSpace(room.revision, event.action);
  await moveRoomsOn(tx, { roomIds: [roomId], at, actor: email, action: event.action, summary });
  const result = await answer();
  await appendAudit(tx, { ...event, at, actor: email, roomId, revision: room.revision + 1 });
  return result;
}

function requireOpen({ status }: LockedRoom): void {
  if (!isClosed(status)) return;
  throw new AppError(
    'conflict',
    'room_closed',
    `This room is ${status} and closed: its contents stay as they are. Ask an administrator to correct them, or continue in a new room.`,
  );
}

function requireSpace(revision: number, action: RoomChangeAction): void {
  const most = action === 'message_sent' ? MAX_REVISIONS_FOR_MESSAGES : MAX_REVISIONS;
  if (revision < most) return;
  throw new AppError(
    'conflict',
    'room_full',
    `This room has reached its bound of ${most.toLocaleString('en')} entries. Continue in a new room.`,
  );
}
