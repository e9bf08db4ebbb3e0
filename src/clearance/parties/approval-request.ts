import { may } from '../../people/permissions/policy.ts';
import type { Role } from '../../people/permissions/roles.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { insertItems } from '../state/room-item-store.ts';
import type { ApprovalConcern } from '../vocabulary/room-words.ts';

/**
 * Returns whether a clearance needs the approval of a party with this role. It needs it from every role that may
 * approve.
 */
export const decides = (role: string): boolean => may(role as Role, 'approval.give');

export interface ApprovalRequest {
  roomId: string;
  partyId: string;
  vesselId: string | null;
  concerns: ApprovalConcern;
}

/** Adds a pending approval. @returns its id */
export async function requestApproval(
  tx: Transaction,
  { roomId, partyId, vesselId, concerns }: ApprovalRequest,
  at: Date,
): Promise<string> {
  const id = newId();
  const links = { room_id: roomId, party_id: partyId, vessel_id: vesselId };
  const approval = { id, ...links, concerns, ...UNDECIDED, requested_at: at, updated_at: at };
  await insertItems(tx, 'approvals', [approval]);
  return id;
}

const UNDECIDED = {
  status: 'pending',
  note: null,
  subjects: [],
  given_for_revision: null,
  facts_hash: null,
  lapsed_because: null,
};

/** Asks a party for everything that the room asks each party for. */
export async function requestApprovals(
  tx: Transaction,
  roomId: string,
  partyId: string,
  at: Date,
): Promise<void> {
  await requestApproval(tx, { roomId, partyId, vesselId: null, concerns: 'operation' }, at);
  const room = await tx
    .selectFrom('rooms')
    .select(['asks_suitability', 'asks_compatibility'])
    .where('id', '=', roomId)
    .executeTakeFirstOrThrow();
  if (room.asks_compatibility) {
    await requestApproval(tx, { roomId, partyId, vesselId: null, concerns: 'compatibility' }, at);
  }
  if (!room.asks_suitability) return;
  const vessels = await tx.selectFrom('vessels').select('id').where('room_id', '=', roomId).execute();
  for (const { id } of vessels) {
    await requestApproval(tx, { roomId, partyId, vesselId: id, concerns: 'suitability' }, at);
  }
}

/** Asks each party that decides for the suitability of a new vessel, if the room asks for it apart. */
export async function requestSuitability(
  tx: Transaction,
  roomId: string,
  vesselId: string,
  at: Date,
): Promise<void> {
  const parties = await tx
    .selectFrom('parties')
    .select(['id', 'role'])
    .where('room_id', '=', roomId)
    .execute();
  for (const { id, role } of parties) {
    if (decides(role))
      await requestApproval(tx, { roomId, partyId: id, vesselId, concerns: 'suitability' }, at);
  }
}
