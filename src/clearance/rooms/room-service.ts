import type { Actor, RoomActor } from '../../people/permissions/actor.ts';
import { may, mayWhenClosed, ROOM_ACTIONS, type RoomAction } from '../../people/permissions/policy.ts';
import type { Role } from '../../people/permissions/roles.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { isTimeZone } from '../../platform/kernel/time-zone.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { withNote } from '../changes/note-text.ts';
import { changeRoom, lockExpectedRoom } from '../changes/room-change.ts';
import { moveRoomsOn } from '../changes/room-change-store.ts';
import { addRequiredDocuments } from '../documents/required-document-store.ts';
import { requestApproval } from '../parties/approval-request.ts';
import { insertItems } from '../state/room-item-store.ts';
import { readRoomState } from '../state/room-state-store.ts';
import { expectedEnd, lastDayNeeded } from '../verdict/verdict.ts';
import type { InputOf } from '../vocabulary/field.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import { ROOM_FIELDS } from '../vocabulary/room-fields.ts';
import type { CurrentRoomFacts, Verdict } from '../vocabulary/room-state.ts';
import { isClosed, nextStatuses } from '../vocabulary/room-status.ts';
import type { RoomStatus } from '../vocabulary/room-words.ts';
import { deleteRoom, findSnapshotRetention, insertRoom, updateRoom } from './room-store.ts';

/** A room, in the form of the API. */
export interface RoomView extends CurrentRoomFacts {
  revision: number;
  verdict: Verdict;
  /** Days after which the room's snapshots are deleted. With null, they are kept. It is not part of the state. */
  snapshot_retention_days: number | null;
  /** The role of the reader in this room. */
  your_role: Role;
  /** The permissions of that role in this room. */
  permissions: RoomAction[];
  /** The statuses that the room can go to from its own. */
  next_statuses: RoomStatus[];
  /** ETA + expected duration, ISO 8601. */
  expected_end: string;
  /** The last UTC day on which certificates have to be valid, `YYYY-MM-DD`. */
  last_day_needed: string;
}

/** The facts of a room that users enter. */
export type RoomInput = Omit<InputOf<typeof ROOM_FIELDS>, 'sts_eta'> & { sts_eta: Date };

/** @throws AppError `room_not_found` */
export async function viewRoom(db: Queryable, actor: RoomActor, at: Date): Promise<RoomView> {
  const { room, revision, verdict } = await readRoomState(db, actor.roomId, at, {
    includeCommercial: may(actor.roomRole, 'commercial.view'),
  });
  const mayHere = isClosed(room.status) ? mayWhenClosed : may;
  const permissions = ROOM_ACTIONS.filter((action) => mayHere(actor.roomRole, action));
  const snapshot_retention_days = await findSnapshotRetention(db, actor.roomId);
  return {
    ...{ ...room, revision, verdict, snapshot_retention_days, your_role: actor.roomRole, permissions },
    next_statuses: [...nextStatuses(room.status)],
    expected_end: expectedEnd(room),
    last_day_needed: lastDayNeeded(room),
  };
}

/**
 * Opens a room. The user who opens it becomes its broker. With `requiredDocuments`, the room starts with one missing
 * document for each required type.
 * @throws AppError `unknown_time_zone`
 */
export async function openRoom(
  tx: Transaction,
  actor: Actor,
  { requiredDocuments, ...input }: RoomInput & { requiredDocuments: boolean },
  at: Date,
): Promise<RoomView> {
  requireTimeZone(input.time_zone);
  const roomId = newId();
  await insertRoom(tx, {
    id: roomId,
    revision: 0,
    status: 'pending',
    ...input,
    created_by: actor.email,
    created_at: at,
    updated_at: at,
  });
  const party = { id: newId(), room_id: roomId, role: 'broker', name: actor.name, email: actor.email };
  await insertItems(tx, 'parties', [{ ...party, company: null, created_at: at }]);
  await requestApproval(tx, { roomId, partyId: party.id, vesselId: null }, at);
  if (requiredDocuments) await addRequiredDocuments(tx, roomId, at);
  const summary = `Room opened: ${input.title}.`;
  await moveRoomsOn(tx, { roomIds: [roomId], at, actor: actor.email, action: 'room_created', summary });
  const roomRole = actor.role === 'admin' ? 'admin' : 'broker';
  const view = await viewRoom(tx, { ...actor, roomId, roomRole }, at);
  await appendAudit(tx, {
    at,
    actor: actor.email,
    action: 'room_created',
    roomId,
    detail: { room_id: roomId, title: input.title, required_documents: requiredDocuments },
  });
  return view;
}

/** @throws AppError `room_not_found`, `unknown_time_zone` */
export async function editRoom(
  tx: Transaction,
  actor: RoomActor,
  patch: Partial<RoomInput>,
  at: Date,
): Promise<RoomView> {
  if (patch.time_zone !== undefined) requireTimeZone(patch.time_zone);
  return changeRoom(tx, actor, at, async (room) => {
    const { changes, names, detail } = changedFields(room, patch);
    const answer = () => viewRoom(tx, actor, at);
    if (names.length === 0) return { answer };
    await updateRoom(tx, room.id, { ...changes, updated_at: at });
    const summary = `Room changed: ${nameFields(names, ROOM_FIELDS)}.`;
    return { answer, done: { action: 'room_updated', summary, detail } };
  });
}

/**
 * Sets for how many days a room keeps its snapshots. No report shows this, so the revision stays. A shorter time
 * deletes snapshots, so it needs the permission to delete them.
 * @throws AppError `room_not_found`, `room_changed`; `retention_not_shortened`
 */
export async function setSnapshotRetention(
  tx: Transaction,
  actor: RoomActor,
  days: number | null,
  at: Date,
): Promise<void> {
  const { roomId, email, roomRole } = actor;
  const room = await lockExpectedRoom(tx, actor);
  const old = room.snapshot_retention_days;
  if (old === days) return;
  const isShorter = days !== null && (old === null || days < old);
  if (isShorter && !may(roomRole, 'snapshot.delete')) throw retentionNotShortened();
  await updateRoom(tx, roomId, { snapshot_retention_days: days });
  const detail = { snapshot_retention_days: { old, new: days } };
  await appendAudit(tx, { at, actor: email, action: 'snapshot_retention_changed', roomId, detail });
}

/** @throws AppError `room_not_found`; `status_not_allowed` if the room cannot change to this status */
export async function setRoomStatus(
  tx: Transaction,
  actor: RoomActor,
  { status, note }: { status: RoomStatus; note?: string | undefined },
  at: Date,
): Promise<RoomView> {
  return changeRoom(tx, actor, at, async (room) => {
    requireStep(room.status, status);
    await updateRoom(tx, room.id, { status, updated_at: at });
    const summary = withNote(`Room status: ${plainWord(room.status)} → ${plainWord(status)}.`, note);
    const detail = { status: { old: room.status, new: status }, note: note ?? null };
    return { answer: () => viewRoom(tx, actor, at), done: { action: 'status_change', summary, detail } };
  });
}

/**
 * Deletes a room with its contents. Its audit entries stay.
 * @throws AppError `room_not_found`, `room_changed`
 */
export async function removeRoom(tx: Transaction, actor: RoomActor, at: Date): Promise<void> {
  const { roomId, email } = actor;
  const room = await lockExpectedRoom(tx, actor);
  await deleteRoom(tx, roomId);
  const detail = { room_id: roomId, title: room.title, revision: room.revision };
  await appendAudit(tx, { at, actor: email, action: 'room_deleted', roomId, detail });
}

function requireStep(from: RoomStatus, to: RoomStatus): void {
  const allowed = nextStatuses(from);
  if (allowed.includes(to)) return;
  const rest =
    allowed.length === 0 ? 'This status is final.' : `From here it can become: ${allowed.join(', ')}.`;
  throw new AppError(
    'conflict',
    'status_not_allowed',
    `The room is '${from}', not to become '${to}'. ${rest}`,
  );
}

function requireTimeZone(name: string): void {
  if (isTimeZone(name)) return;
  const text = `'${name}' is not a time zone. Use an IANA name such as 'Europe/Athens'.`;
  throw new AppError('invalid', 'unknown_time_zone', text);
}

const retentionNotShortened = (): AppError =>
  new AppError(
    'forbidden',
    'retention_not_shortened',
    'Only administrators can shorten snapshot_retention_days, because that deletes snapshots. You can extend it.',
  );
