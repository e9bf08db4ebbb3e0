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
import { listDocumentsOfOperation, requireRequiredTypes } from '../documents/requirement-store.ts';
import { requestApprovals } from '../parties/approval-request-store.ts';
import { insertItems } from '../state/room-item-store.ts';
import { readRoomState } from '../state/room-state-store.ts';
import { viewTemplate } from '../templates/template-service.ts';
import { requireTemplate } from '../templates/template-store.ts';
import { isDue, laterOf, stageEnteredBy } from '../verdict/stage.ts';
import { expectedEnd, lastDayNeeded } from '../verdict/verdict.ts';
import type { InputOf } from '../vocabulary/field.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import { ROOM_FIELDS } from '../vocabulary/room-fields.ts';
import type { CurrentRoomFacts, CurrentVerdict, ExceptionState } from '../vocabulary/room-state.ts';
import { isClosed, nextStatuses } from '../vocabulary/room-status.ts';
import type { RoomStatus, Stage } from '../vocabulary/room-words.ts';
import { enterStage, excuseReductions } from './room-exceptions.ts';
import { deleteRoom, findSnapshotRetention, insertRoom, updateRoom } from './room-store.ts';

/** A room, in the form of the API. */
export interface RoomView extends CurrentRoomFacts {
  revision: number;
  verdict: CurrentVerdict;
  exceptions: ExceptionState[];
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

/** A new room: its facts, and what it asks for. */
export type NewRoomInput = RoomInput & {
  /** Whether a room without a template asks for each required type of document. */
  requiredDocuments: boolean;
  /** The code of a template. */
  template?: string | undefined;
};

/** @throws AppError `room_not_found` */
export async function viewRoom(db: Queryable, actor: RoomActor, at: Date): Promise<RoomView> {
  const { room, revision, verdict, exceptions } = await readRoomState(db, actor.roomId, at, {
    includeCommercial: may(actor.roomRole, 'commercial.view'),
  });
  const mayHere = isClosed(room.status) ? mayWhenClosed : may;
  const permissions = ROOM_ACTIONS.filter((action) => mayHere(actor.roomRole, action));
  const snapshot_retention_days = await findSnapshotRetention(db, actor.roomId);
  return {
    ...{
      ...room,
      revision,
      verdict,
      exceptions,
      snapshot_retention_days,
      your_role: actor.roomRole,
      permissions,
    },
    next_statuses: [...nextStatuses(room.status)],
    expected_end: expectedEnd(room),
    last_day_needed: lastDayNeeded(room),
  };
}

/**
 * Opens a room. The user who opens it becomes its broker. The room asks for the documents of its template, or without one
 * for each required type: of the operation at once, and of a vessel when it is added.
 * @throws AppError `unknown_time_zone`, `template_not_found`
 */
export async function openRoom(
  tx: Transaction,
  actor: Actor,
  { requiredDocuments, template: code, ...input }: NewRoomInput,
  at: Date,
): Promise<RoomView> {
  requireTimeZone(input.time_zone);
  const template = code === undefined ? undefined : await viewTemplate(tx, code);
  const roomId = newId();
  await insertRoom(tx, {
    id: roomId,
    revision: 0,
    status: 'pending',
    ...input,
    template_name: template?.name ?? null,
    guide_edition: template?.guide_edition ?? null,
    created_by: actor.email,
    created_at: at,
    updated_at: at,
  });
  const party = { id: newId(), room_id: roomId, role: 'broker', name: actor.name, email: actor.email };
  await insertItems(tx, 'parties', [{ ...party, company: null, created_at: at }]);
  await requestApprovals(tx, roomId, at);
  if (template) await requireTemplate(tx, roomId, template, at);
  else if (requiredDocuments) await requireRequiredTypes(tx, roomId, at);
  await listDocumentsOfOperation(tx, roomId, at);
  const from = template ? ` From the template ${template.name}.` : '';
  const summary = `Room opened: ${input.title}.${from}`;
  await moveRoomsOn(tx, { roomIds: [roomId], at, actor: actor.email, action: 'room_created', summary });
  const roomRole = actor.role === 'admin' ? 'admin' : 'broker';
  const view = await viewRoom(tx, { ...actor, roomId, roomRole }, at);
  await appendAudit(tx, {
    at,
    actor: actor.email,
    action: 'room_created',
    roomId,
    detail: {
      ...{ room_id: roomId, title: input.title },
      ...(template ? { template: template.code } : { required_documents: requiredDocuments }),
    },
  });
  return view;
}

/** @throws AppError `room_not_found`, `unknown_time_zone`, `stage_entered`, `reason_required` */
export async function editRoom(
  tx: Transaction,
  actor: RoomActor,
  { reason, ...patch }: Partial<RoomInput> & { reason?: string | undefined },
  at: Date,
): Promise<RoomView> {
  if (patch.time_zone !== undefined) requireTimeZone(patch.time_zone);
  return changeRoom(tx, actor, at, async (room) => {
    const { changes, names, detail } = changedFields(room, patch);
    const answer = () => viewRoom(tx, actor, at);
    if (names.length === 0) return { answer };
    if (changes.stage !== undefined) requireStageOf(room.status, changes.stage);
    await excuseReductions(tx, actor, { room, changes, reason }, at);
    await updateRoom(tx, room.id, { ...changes, updated_at: at });
    await requestApprovals(tx, room.id, at);
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

interface StatusChange {
  status: RoomStatus;
  note?: string | undefined;
  /** Why the room goes on although the stage that it enters is not cleared. */
  override?: string | undefined;
}

/**
 * Takes a room to another status. A status that enters a stage needs a verdict that clears this stage, or a written
 * override.
 * @throws AppError `room_not_found`; `status_not_allowed` if the room cannot change to this status; `stage_not_cleared`
 */
export async function setRoomStatus(
  tx: Transaction,
  actor: RoomActor,
  { status, note, override }: StatusChange,
  at: Date,
): Promise<RoomView> {
  return changeRoom(tx, actor, at, async (room) => {
    requireStep(room.status, status);
    const entered = stageEnteredBy(status);
    const stage = entered === undefined ? (room.stage as Stage) : laterOf(room.stage as Stage, entered);
    const isOverridden =
      entered !== undefined && (await enterStage(tx, actor, { stage: entered, override }, at));
    await updateRoom(tx, room.id, { status, stage, updated_at: at });
    const by = isOverridden ? ` without clearance, by override of ${actor.name}` : '';
    const summary = withNote(
      `Room status: ${plainWord(room.status)} → ${plainWord(status)}${by}.`,
      isOverridden ? override : note,
    );
    const detail = {
      ...{ status: { old: room.status, new: status }, note: note ?? null },
      ...(isOverridden && { override: override ?? null }),
    };
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

/** Refuses a stage that the status of the room has left behind. */
function requireStageOf(status: RoomStatus, stage: Stage): void {
  const entered = stageEnteredBy(status === 'on_hold' ? 'active' : status);
  if (entered === undefined || isDue(entered, stage)) return;
  const text = `The room is ${plainWord(status)}, so its stage is at least ${plainWord(entered)}.`;
  throw new AppError('conflict', 'stage_entered', text);
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
