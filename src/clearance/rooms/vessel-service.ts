import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { changeRoom } from '../changes/room-change.ts';
import { deleteItem, findItem, insertItems, requireSpaceFor, updateItem } from '../state/room-item-store.ts';
import { readOne, readSection } from '../state/room-section-store.ts';
import type { InputOf } from '../vocabulary/field.ts';
import { imoDoubt } from '../vocabulary/imo-number.ts';
import type { CurrentVessel } from '../vocabulary/room-state.ts';
import { VESSEL_FIELDS } from '../vocabulary/vessel-fields.ts';

const MAX_VESSELS = 50;

/** The fields of a vessel that users enter. */
export type VesselInput = InputOf<typeof VESSEL_FIELDS>;

/** A vessel with warnings about doubtful values. Doubtful values are stored unchanged. */
export interface VesselView extends CurrentVessel {
  warnings: string[];
}

/** @throws AppError `too_many_vessels` */
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
    const part = input.operation_role === null ? '' : `, ${input.operation_role}`;
    const summary = `Vessel added: ${input.name} (${input.imo})${part}.`;
    return {
      answer: () => viewVessel(tx, roomId, id, at),
      done: { action: 'vessel_created', summary, detail: { vessel_id: id, ...input } },
    };
  });
}

/** @throws AppError `vessel_not_found` */
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
    const summary = `Vessel ${vessel.name} (${vessel.imo}): ${nameFields(names, VESSEL_FIELDS)} changed.`;
    return {
      answer,
      done: { action: 'vessel_updated', summary, detail: { vessel_id: vesselId, ...detail } },
    };
  });
}

/**
 * Removes a vessel and its approvals. Its documents stay as documents of the room.
 * @throws AppError `vessel_not_found`
 */
export async function removeVessel(
  tx: Transaction,
  actor: RoomActor,
  vesselId: string,
  at: Date,
): Promise<void> {
  await changeRoom(tx, actor, at, async () => {
    const { name, imo } = await findItem(tx, 'vessels', actor.roomId, vesselId);
    await deleteItem(tx, 'vessels', vesselId);
    const summary = `Vessel removed: ${name} (${imo}).`;
    const detail = { vessel_id: vesselId, name, imo };
    return { answer: () => undefined, done: { action: 'vessel_deleted', summary, detail } };
  });
}

/** Returns the vessels of a room, in the order in which they were added. */
export async function viewVessels(db: Queryable, roomId: string, at: Date): Promise<VesselView[]> {
  return (await readSection(db, 'vessels', { roomId, at })).map(withWarnings);
}

/** @throws AppError `vessel_not_found` */
export async function viewVessel(db: Queryable, roomId: string, id: string, at: Date): Promise<VesselView> {
  return withWarnings(await readOne(db, 'vessels', { roomId, at, only: id }));
}

function withWarnings(vessel: CurrentVessel): VesselView {
  const doubt = imoDoubt(vessel.imo);
  return { ...vessel, warnings: doubt === undefined ? [] : [doubt.text] };
}
