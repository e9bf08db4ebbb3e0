import type { Actor, RoomActor } from '../../people/permissions/actor.ts';
import { may } from '../../people/permissions/policy.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { lockRooms, moveRoomsOn } from '../changes/room-change-store.ts';
import { requestApprovals } from '../parties/approval-request-store.ts';
import { insertItems } from '../state/room-item-store.ts';
import { readRoomFacts } from '../state/room-state-store.ts';
import { lastDayNeeded } from '../verdict/verdict.ts';
import {
  copyDocuments,
  copyExceptions,
  copyParties,
  copyRequirements,
  copyVessels,
} from './room-copy-store.ts';
import { type RoomView, viewRoom } from './room-service.ts';
import { insertRoom } from './room-store.ts';

interface CopyRequest {
  title: string;
  sts_eta: Date;
}

/**
 * Opens a room as a copy of another one: its facts, vessels, parties, and what it asks for, with the reasons for which
 * that is less. Documents keep their newest version if it is approved and says that it is valid at the new ETA.
 * Everybody is asked for their approval anew. The user who copies is a broker of the copy.
 * @throws AppError `room_not_found`, `forbidden` for an account that may open no room
 */
export async function copyRoom(
  tx: Transaction,
  { roomId: from, ...actor }: RoomActor,
  { title, sts_eta }: CopyRequest,
  at: Date,
): Promise<RoomView> {
  if (!may(actor.role, 'room.create')) throw mayNotOpen();
  await lockRooms(tx, [from]);
  const { id: _, created_by: __, status: ___, stage: ____, ...facts } = await readRoomFacts(tx, from);
  const to = newId();
  const room = { ...facts, title, sts_eta, id: to, revision: 0, status: 'pending', timeline_phase: null };
  await insertRoom(tx, { ...room, created_by: actor.email, created_at: at, updated_at: at });
  const copy = { from, to, at };
  const vessels = await copyVessels(tx, copy);
  await copyRequirements(tx, copy);
  await copyExceptions(tx, copy);
  const needed = lastDayNeeded({ ...facts, sts_eta: sts_eta.toISOString() });
  const kept = await copyDocuments(tx, { ...copy, vessels, needed });
  await copyPeople(tx, actor, copy);
  const documents = kept === 1 ? '1 document' : `${kept} documents`;
  const summary = `Room opened as a copy: ${title}. ${documents} still valid.`;
  await moveRoomsOn(tx, { roomIds: [to], at, actor: actor.email, action: 'room_created', summary });
  const roomRole = actor.role === 'admin' ? 'admin' : 'broker';
  const view = await viewRoom(tx, { ...actor, roomId: to, roomRole }, at);
  const detail = { room_id: to, title, copied_from: from };
  await appendAudit(tx, { at, actor: actor.email, action: 'room_created', roomId: to, detail });
  return view;
}

const mayNotOpen = (): AppError =>
  new AppError('forbidden', 'forbidden', 'Only the account of a broker or an administrator can open a room.');

async function copyPeople(
  tx: Transaction,
  { name, email }: Pick<Actor, 'name' | 'email'>,
  copy: { from: string; to: string; at: Date },
): Promise<void> {
  const { to, at } = copy;
  const broker = { id: newId(), room_id: to, role: 'broker', name, email, company: null, created_at: at };
  await insertItems(tx, 'parties', [broker]);
  await copyParties(tx, copy);
  await requestApprovals(tx, to, at);
}
