import type { RoomActor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { DetailOf, RoomChangeAction } from '../../platform/events/catalogue.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isClosed } from '../vocabulary/room-status.ts';
import { requireExpectedRevision } from './expected-revision.ts';
import { endLapsedApprovals, type LapsedApproval } from './lapsed-approvals.ts';
import { findProgress, type LockedRoom, lockRoom, moveRoomsOn } from './room-change-store.ts';

/** A change, as the activity of the room and the audit log record it. */
type Change = {
  [Action in RoomChangeAction]: {
    action: Action;
    /** One sentence for users. */
    summary: string;
    detail: DetailOf<Action>;
  };
}[RoomChangeAction];

/** The outcome of a change. */
export interface ChangeOutcome<Result> {
  /** Left out if nothing changed. The room then keeps its revision. */
  done?: Change | undefined;
  /** Reads the result, after the revision was incremented. */
  answer: () => Result | Promise<Result>;
}

/** The person who changes a room, the room, and the revisions of it that the change expects. */
export type RoomChanger = Pick<RoomActor, 'email' | 'role' | 'roomId' | 'expectedRevisions'>;

/**
 * Each change adds one revision and one activity, so this limits both. Messages have a lower limit, so that they
 * cannot block the clearance.
 */
const MAX_REVISIONS = 100_000;
const MAX_REVISIONS_FOR_MESSAGES = 90_000;

/**
 * Changes a room. Every change of a room uses this function. It locks the room, applies the change, and in the same
 * transaction increments the revision, adds the activity and appends the audit entry.
 *
 * @throws AppError `room_not_found`; `room_changed`; `room_closed` for all users except administrators, if the operation is completed
 * or cancelled; `room_full` if the room has the maximum number of revisions; the errors of `change`
 */
export async function changeRoom<Result>(
  tx: Transaction,
  changer: RoomChanger,
  at: Date,
  change: (room: LockedRoom) => Promise<ChangeOutcome<Result>>,
): Promise<Result> {
  const { email, role, roomId } = changer;
  const room = await lockExpectedRoom(tx, changer);
  if (role !== 'admin') requireOpen(room);
  const { done, answer } = await change(room);
  if (!done) return answer();
  const { summary, ...event } = done;
  requireSpace(room.revision, event.action);
  const actor = email;
  await moveRoomsOn(tx, { roomIds: [roomId], at, actor, action: event.action, summary });
  const lapsed = mayLapse(event.action) ? await endLapsedApprovals(tx, roomId, at) : [];
  for (const [n, approval] of lapsed.entries()) {
    await moveRoomsOn(tx, {
      roomIds: [roomId],
      at: after(at, n + 1),
      actor,
      action: 'approval_lapsed',
      summary: lapseText(approval),
    });
  }
  const result = await answer();
  await appendAudit(tx, { ...event, at, actor, roomId, revision: room.revision + 1 });
  for (const [n, { id, revision, because }] of lapsed.entries()) {
    const detail = { approval_id: id, given_for_revision: revision, because };
    await appendAudit(tx, {
      action: 'approval_lapsed',
      detail,
      at,
      actor,
      roomId,
      revision: room.revision + 2 + n,
    });
  }
  return result;
}

/** Messages and decisions change no material fact. */
const mayLapse = (action: RoomChangeAction): boolean =>
  action !== 'message_sent' && !action.startsWith('approval_');

/** The activity is sorted by time. */
const after = (at: Date, milliseconds: number): Date => new Date(at.getTime() + milliseconds);

const lapseText = ({ party, revision, because }: LapsedApproval): string =>
  `The approval of ${party} lapsed: it was given for revision ${revision}, and ${because} changed.`;

/**
 * Locks a room that still has the revision that a change expects.
 * @throws AppError `room_not_found`, `room_changed`
 */
export async function lockExpectedRoom(
  tx: Transaction,
  changer: Pick<RoomChanger, 'roomId' | 'expectedRevisions'>,
): Promise<LockedRoom> {
  const room = await lockRoom(tx, changer.roomId);
  if (!room) throw new AppError('not_found', 'room_not_found', 'Room not found');
  await requireExpectedRevision(tx, changer, room);
  return room;
}

/**
 * Checks in advance what `changeRoom` checks again, so that nothing is received for a change that is refused.
 * @throws AppError `room_not_found`, `room_changed`, `room_closed`
 */
export async function requireChangeable(db: Queryable, changer: RoomChanger): Promise<void> {
  const room = await findProgress(db, changer.roomId);
  if (!room) throw new AppError('not_found', 'room_not_found', 'Room not found');
  await requireExpectedRevision(db, changer, room);
  if (changer.role !== 'admin') requireOpen(room);
}

/** Returns the revision of a room; `undefined` if the room does not exist. */
export const findRevision = async (db: Queryable, roomId: string): Promise<number | undefined> =>
  (await findProgress(db, roomId))?.revision;

function requireOpen({ status }: Pick<LockedRoom, 'status'>): void {
  if (!isClosed(status)) return;
  throw new AppError(
    'conflict',
    'room_closed',
    `This room is ${status} and closed. Its contents can no longer be changed. Ask an administrator to correct them, or continue in a new room.`,
  );
}

function requireSpace(revision: number, action: RoomChangeAction): void {
  const most = action === 'message_sent' ? MAX_REVISIONS_FOR_MESSAGES : MAX_REVISIONS;
  if (revision < most) return;
  throw new AppError(
    'conflict',
    'room_full',
    `This room has reached its limit of ${most.toLocaleString('en')} entries. Continue in a new room.`,
  );
}
