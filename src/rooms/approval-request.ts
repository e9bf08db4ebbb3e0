import { may } from '../auth/policy.ts';
import type { Transaction } from '../db/database.ts';
import { newId } from '../kernel/ids.ts';
import type { Role } from '../kernel/roles.ts';
import { insertItems } from './room-item-store.ts';

/** Whether the clearance needs the approval of a party with this role: of those who may give one. */
export const decides = (role: string): boolean => may(role as Role, 'approval.give');

interface ApprovalRequest {
  roomId: string;
  partyId: string;
  vesselId: string | null;
}

/** Adds a pending approval. @returns its id */
export async function requestApproval(
  tx: Transaction,
  { roomId, partyId, vesselId }: ApprovalRequest,
  at: Date,
): Promise<string> {
  const id = newId();
  const links = { room_id: roomId, party_id: partyId, vessel_id: vesselId };
  const approval = { id, ...links, status: 'pending', note: null, requested_at: at, updated_at: at };
  await insertItems(tx, 'approvals', [approval]);
  return id;
}
