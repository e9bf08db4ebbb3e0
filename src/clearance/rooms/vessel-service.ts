import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { changeRoom } from '../changes/room-change.ts';
import {
  listDocumentsOfPart,
  listDocumentsOfVessel,
  unlistDocumentsOfVessel,
} from '../documents/requirement-store.ts';
import {
  countDocumentsOf,
  removeDocumentsOf,
  removeUnsentDocuments,
  reopenDocumentsOf,
  supersedeDocumentsOf,
} from '../documents/vessel-document-store.ts';
import { requestApprovals } from '../parties/approval-request-store.ts';
import { deleteItem, findItem, insertItems, requireSpaceFor, updateItem } from '../state/room-item-store.ts';
import { readOne, readSection } from '../state/room-section-store.ts';
import { compareVessels } from '../verdict/compatibility.ts';
import type { Compatibility } from '../vocabulary/compatibility.ts';
import type { InputOf } from '../vocabulary/field.ts';
import { imoDoubt, imoKey } from '../vocabulary/imo-number.ts';
import type { CurrentVessel } from '../vocabulary/room-state.ts';
import { VESSEL_FIELDS } from '../vocabulary/vessel-fields.ts';
import { excuseVesselRemoval } from './vessel-exceptions.ts';

const MAX_VESSELS = 50;

/** The fields of a vessel that users enter. */
export type VesselInput = InputOf<typeof VESSEL_FIELDS>;

/** A vessel with warnings about doubtful values. Doubtful values are stored unchanged. */
export interface VesselView extends CurrentVessel {
  warnings: string[];
}

/**
 * Adds a vessel, and lists the documents that the room asks for from it.
 * @throws AppError `too_many_vessels`
 */
export async function addVessel(
  tx: Transaction,
  actor: RoomActor,
  input: VesselInput,
  at: Date,
): Promise<VesselView> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async () => {
    await requireSpaceFor(tx, 'vessels', roomId, MAX_VESSELS);
    const id = newId();
    await insertItems(tx, 'vessels', [{ id, room_id: roomId, ...input, created_at: at, updated_at: at }]);
    const listed = await listDocumentsOfVessel(tx, { id, room_id: roomId }, at);
    await requestApprovals(tx, roomId, at);
    const part = input.operation_role === null ? '' : `, ${input.operation_role}`;
    const documents = listed === 0 ? '' : ` ${counted(listed)} listed.`;
    const summary = `Vessel added: ${input.name} (${input.imo})${part}.${documents}`;
    return {
      answer: () => viewVessel(tx, roomId, id, at),
      done: { action: 'vessel_created', summary, detail: { vessel_id: id, ...input } },
    };
  });
}

/**
 * Changes a vessel. With another IMO number it is another vessel: nobody has decided on its documents.
 * @throws AppError `vessel_not_found`
 */
export async function editVessel(
  tx: Transaction,
  actor: RoomActor,
  { vesselId, ...patch }: { vesselId: string } & Partial<VesselInput>,
  at: Date,
): Promise<VesselView> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async () => {
    const vessel = await findItem(tx, 'vessels', roomId, vesselId);
    const { changes, names, detail } = changedFields(vessel, patch);
    const answer = () => viewVessel(tx, roomId, vesselId, at);
    if (names.length === 0) return { answer };
    await updateItem(tx, 'vessels', vesselId, { ...changes, updated_at: at });
    if (changes.operation_role !== undefined) {
      await unlistDocumentsOfVessel(tx, vessel);
      await listDocumentsOfPart(tx, { id: vesselId, room_id: roomId }, at);
    }
    const isAnother = changes.imo !== undefined && imoKey(changes.imo) !== imoKey(vessel.imo);
    const reopened = isAnother ? await reopenDocumentsOf(tx, vesselId, at) : 0;
    const again = reopened === 0 ? '' : ` ${counted(reopened)} to be decided on again.`;
    const summary = `Vessel ${vessel.name} (${vessel.imo}): ${nameFields(names, VESSEL_FIELDS)} changed.${again}`;
    return {
      answer,
      done: { action: 'vessel_updated', summary, detail: { vessel_id: vesselId, ...detail } },
    };
  });
}

/** What becomes of the documents of a vessel that is removed. */
export const DOCUMENT_FATES = ['superseded', 'removed'] as const;
type DocumentFate = (typeof DOCUMENT_FATES)[number];

interface RemovalRequest {
  vesselId: string;
  documents?: DocumentFate | undefined;
  /** Why evidence or a refusal goes away with the vessel. */
  reason?: string | undefined;
}

/**
 * Removes a vessel with its approvals, and the documents that nobody has sent for it.
 * @param documents what becomes of its other documents
 * @throws AppError `vessel_not_found`; `vessel_has_documents` if there are others and their fate is not stated;
 * `reason_required`
 */
export async function removeVessel(
  tx: Transaction,
  actor: RoomActor,
  { vesselId, documents, reason }: RemovalRequest,
  at: Date,
): Promise<void> {
  const { roomId, email } = actor;
  await changeRoom(tx, actor, at, async (room) => {
    const { name, imo, label } = await readOne(tx, 'vessels', { roomId, at, only: vesselId });
    await removeUnsentDocuments(tx, vesselId);
    const left = await countDocumentsOf(tx, vesselId);
    if (left > 0 && documents === undefined) throw vesselHasDocuments(label, left);
    const vessel = { id: vesselId, label };
    const isWithDocuments = documents === 'removed';
    await excuseVesselRemoval(tx, actor, { room, vessel, isWithDocuments, reason }, at);
    if (documents === 'removed') await removeDocumentsOf(tx, vesselId);
    else await supersedeDocumentsOf(tx, vesselId, email, at);
    await deleteItem(tx, 'vessels', vesselId);
    const fate = left === 0 ? '' : ` ${counted(left)} ${documents}.`;
    const summary = `Vessel removed: ${name} (${imo}).${fate}`;
    const detail = { vessel_id: vesselId, name, imo, ...(documents && { documents }) };
    return { answer: () => undefined, done: { action: 'vessel_deleted', summary, detail } };
  });
}

const counted = (documents: number): string => (documents === 1 ? '1 document' : `${documents} documents`);

function vesselHasDocuments(label: string, count: number): AppError {
  const has = count === 1 ? '1 document that was sent' : `${count} documents that were sent`;
  const text = `${label} has ${has}. State what becomes of them: documents=superseded keeps them in the room, and documents=removed removes them.`;
  return new AppError('conflict', 'vessel_has_documents', text);
}

/** Returns the vessels of a room, in the order in which they were added. */
export async function viewVessels(db: Queryable, roomId: string, at: Date): Promise<VesselView[]> {
  return (await readSection(db, 'vessels', { roomId, at })).map(withWarnings);
}

/** Returns the two vessels that come alongside, side by side, with the judged differences. */
export async function viewCompatibility(db: Queryable, roomId: string, at: Date): Promise<Compatibility> {
  return compareVessels(await readSection(db, 'vessels', { roomId, at }));
}

/** @throws AppError `vessel_not_found` */
export async function viewVessel(db: Queryable, roomId: string, id: string, at: Date): Promise<VesselView> {
  return withWarnings(await readOne(db, 'vessels', { roomId, at, only: id }));
}

function withWarnings(vessel: CurrentVessel): VesselView {
  const doubt = imoDoubt(vessel.imo);
  return { ...vessel, warnings: doubt === undefined ? [] : [doubt.text] };
}
