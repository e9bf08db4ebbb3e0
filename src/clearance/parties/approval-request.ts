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
