import type { Actor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { Json } from '../../platform/kernel/canonical-json.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isClosed } from '../vocabulary/room-status.ts';
import { type LockedRoom, lockRoom, moveRoomsOn } from './room-change-store.ts';

/** What was done, for the room's activity and for the audit log. */
export interface Change {
  /** Such as `document_approved`. */
  action: string;
  /** One readable sentence in the words of the trade. */
  summary: string;
  /** Ids, and old and new values. */
  detail: { [key: string]: Json };
}

/** What a change came to. */
export interface ChangeOutcome<Result> {
  /** Left out when everything was as wanted already: then nothing moves. */
  done?: Change | undefined;
  /** Reads what to answer with, once the room has moved on. */
  answer: () => Result | Promise<Result>;
}

/** Who changes which room. */
export type RoomChanger = Pick<Actor, 'email' | 'role'> & { roomId: string };

/**
 * Each change adds one revision and one activity, so this bounds both. Messages stop earlier, lest talk keep
 * the clearance itself from going on.
 */
const MAX_REVISIONS = 100_000;
const MAX_REVISIONS_FOR_MESSAGES = 90_000;

/**
 * The one way in which a room changes. Locks the room, makes the change, and in the same transaction moves
 * the revision, adds the activity and appends the audit entry.
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
  requireSpace(room.revision, done.action);
  await moveRoomsOn(tx, { roomIds: [roomId], at, actor: email, action: done.action, summary: done.summary });
  const result = await answer();
  const detail = { ...done.detail, revision: room.revision + 1 };
  await appendAudit(tx, { at, actor: email, action: done.action, roomId, detail });
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

function requireSpace(revision: number, action: string): void {
  const most = action === 'message_sent' ? MAX_REVISIONS_FOR_MESSAGES : MAX_REVISIONS;
  if (revision < most) return;
  throw new AppError(
    'conflict',
    'room_full',
    `This room has reached its bound of ${most.toLocaleString('en')} entries. Continue in a new room.`,
  );
}
