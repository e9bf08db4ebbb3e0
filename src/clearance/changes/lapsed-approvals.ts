import type { Transaction } from '../../platform/db/database.ts';
import { updateItem } from '../state/room-item-store.ts';
import { readRoomState } from '../state/room-state-store.ts';
import { inWords } from '../verdict/approval-findings.ts';
import { changedSince } from '../verdict/material-facts.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import { hasGivenApprovals } from './room-change-store.ts';

/** An approval that a change has ended. */
export interface LapsedApproval {
  id: string;
  /** The party, with its role. */
  party: string;
  revision: number | null;
  /** The facts that changed, in words. */
  because: string;
}

/**
 * Ends the approvals of a locked room that were given for other material facts, and asks their parties again.
 * @returns the approvals that lapsed
 */
export async function endLapsedApprovals(
  tx: Transaction,
  roomId: string,
  at: Date,
): Promise<LapsedApproval[]> {
  if (!(await hasGivenApprovals(tx, roomId))) return [];
  const state = await readRoomState(tx, roomId, at, { includeCommercial: false });
  const facts = new Map(state.approved_facts.map((given) => [given.hash, given]));
  const lapsed: LapsedApproval[] = [];
  for (const { id, status, facts_hash, party_name, party_role, given_for_revision } of state.approvals) {
    const given = facts.get(facts_hash ?? '');
    const changed = status === 'approved' && given ? changedSince(given, state) : [];
    if (changed.length === 0) continue;
    const because = inWords(changed);
    const asked = { status: 'pending', lapsed_because: because, subjects: '[]', requested_at: at };
    await updateItem(tx, 'approvals', id, { ...asked, updated_at: at });
    lapsed.push({
      id,
      party: `${party_name} (${plainWord(party_role)})`,
      revision: given_for_revision,
      because,
    });
  }
  return lapsed;
}
