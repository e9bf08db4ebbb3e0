import { appendAudit } from '../audit/audit-log.ts';
import type { Queryable, Transaction } from '../db/database.ts';
import type { Actor, RoomActor } from '../kernel/actor.ts';
import { AppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Role } from '../kernel/roles.ts';
import { requestApproval } from './approval-request.ts';
import { changedFields, nameFields } from './changed-fields.ts';
import { type Page, readPlace, toPage } from './page-cursor.ts';
import { addRequiredDocuments } from './required-document-store.ts';
import { changeRoom } from './room-change.ts';
import { lockRoom, moveRoomsOn } from './room-change-store.ts';
import { insertItems } from './room-item-store.ts';
import type { RoomFacts, Verdict } from './room-state.ts';
import { readRoomState } from './room-state-store.ts';
import { nextStatuses } from './room-status.ts';
import {
  deleteRoom,
  insertRoom,
  listRooms,
  type NewRoom,
  type RoomSummary,
  updateRoom,
} from './room-store.ts';
import type { RoomStatus } from './room-words.ts';

/** A room as the API answers with it. */
export interface RoomView extends RoomFacts {
  revision: number;
  verdict: Verdict;
  /** The role that the reader has in this room. */
  your_role: Role;
}

/** The facts of a room that people enter. */
export type RoomInput = Omit<
  NewRoom,
  'id' | 'revision' | 'status' | 'created_by' | 'created_at' | 'updated_at'
>;

/** @throws AppError `room_not_found` */
export async function viewRoom(db: Queryable, actor: RoomActor, at: Date): Promise<RoomView> {
  const { room, revision, verdict } = await readRoomState(db, actor.roomId, at);
  return { ...room, revision, verdict, your_role: actor.roomRole };
}

/**
 * Opens a room. Whoever opens it is its broker; with `requiredDocuments` it asks for one of each required
 * type from the start.
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
    const summary = `Room changed: ${nameFields(names)}.`;
    return { answer, done: { action: 'room_updated', summary, detail } };
  });
}

/** @throws AppError `room_not_found`; `status_not_allowed` for a step that the life of a room does not have */
export async function setRoomStatus(
  tx: Transaction,
  actor: RoomActor,
  { status, note }: { status: RoomStatus; note?: string | undefined },
  at: Date,
): Promise<RoomView> {
  return changeRoom(tx, actor, at, async (room) => {
    requireStep(room.status, status);
    await updateRoom(tx, room.id, { status, updated_at: at });
    const summary = `Room status: ${readable(room.status)} → ${readable(status)}.${note ? ` ${note}` : ''}`;
    const detail = { status: { old: room.status, new: status }, note: note ?? null };
    return { answer: () => viewRoom(tx, actor, at), done: { action: 'status_change', summary, detail } };
  });
}

/** Deletes a room with everything in it. Its audit entries stay. */
export async function removeRoom(tx: Transaction, actor: RoomActor, at: Date): Promise<void> {
  const { roomId, email } = actor;
  const room = await lockRoom(tx, roomId);
  if (!room) throw new AppError('not_found', 'room_not_found', 'Room not found');
  await deleteRoom(tx, roomId);
  const detail = { room_id: roomId, title: room.title, revision: room.revision };
  await appendAudit(tx, { at, actor: email, action: 'room_deleted', roomId, detail });
}

interface RoomSearch {
  q?: string | undefined;
  status?: RoomStatus | undefined;
  limit: number;
  cursor?: string | undefined;
}

/**
 * A page of the rooms that a person may see, newest first.
 * @throws AppError `bad_cursor`
 */
export async function searchRooms(
  db: Queryable,
  actor: Actor,
  { q, status, limit, cursor }: RoomSearch,
  at: Date,
): Promise<Page<RoomSummary>> {
  const rows = await listRooms(db, actor, { q, status, after: readPlace(cursor), at, limit: limit + 1 });
  const placeOf = ({ created_at, id }: RoomSummary) => ({ at: new Date(created_at), id });
  return toPage(rows, limit, placeOf, (row) => row);
}

const readable = (status: string): string => status.replaceAll('_', ' ');

function requireStep(from: string, to: RoomStatus): void {
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
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch (cause) {
    const text = `'${name}' is not a time zone. Use an IANA name such as 'Europe/Athens'.`;
    throw new AppError('invalid', 'unknown_time_zone', text, { cause });
  }
}
