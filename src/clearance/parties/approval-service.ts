import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { refuseSecond } from '../../platform/db/database-error.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { changedFields } from '../changes/changed-fields.ts';
import { withNote } from '../changes/note-text.ts';
import { changeRoom } from '../changes/room-change.ts';
import { findItem, requireSpaceFor, updateItem } from '../state/room-item-store.ts';
import { readOne } from '../state/room-section-store.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { ApprovalState } from '../vocabulary/room-state.ts';
import type { ApprovalStatus } from '../vocabulary/room-words.ts';
import { decides, requestApproval } from './approval-request.ts';

const MAX_APPROVALS = 1000;

interface Ask {
  partyId: string;
  vesselId: string | null;
}

/**
 * Asks a party for an approval, of the operation or of one of its vessels.
 * @throws AppError `party_not_found`, `vessel_not_found`, `approval_exists`, `party_does_not_decide`
 */
export async function askForApproval(
  tx: Transaction,
  actor: RoomActor,
  { partyId, vesselId }: Ask,
  at: Date,
): Promise<ApprovalState> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async () => {
    await requireSpaceFor(tx, 'approvals', roomId, MAX_APPROVALS);
    const party = await readOne(tx, 'parties', { roomId, at, only: partyId });
    const vessel =
      vesselId === null ? undefined : await readOne(tx, 'vessels', { roomId, at, only: vesselId });
    if (!decides(party.role)) {
      const text = `A ${plainWord(party.role)} gives no approval.`;
      throw new AppError('invalid', 'party_does_not_decide', text);
    }
    const id = await refuseSecond(
      requestApproval(tx, { roomId, partyId, vesselId }, at),
      'approval_exists',
      `${party.label} has been asked for this approval already.`,
    );
    const what = vessel === undefined ? '' : ` of ${vessel.label}`;
    const summary = `Approval${what} requested from ${party.label} (${plainWord(party.role)}).`;
    const detail = { approval_id: id, party_id: partyId, vessel_id: vesselId };
    return {
      answer: () => readOne(tx, 'approvals', { roomId, at, only: id }),
      done: { action: 'approval_requested', summary, detail },
    };
  });
}

interface Decision {
  approvalId: string;
  status: ApprovalStatus;
  note?: string | undefined;
}

/**
 * Gives or refuses an approval. Users decide their own approvals, administrators all.
 * @throws AppError `approval_not_found`, `not_your_approval`
 */
export async function decideApproval(
  tx: Transaction,
  actor: RoomActor,
  decision: Decision & { status: 'approved' | 'rejected' },
  at: Date,
): Promise<ApprovalState> {
  return changeApproval(tx, actor, decision, at, async (approval) => {
    const party = await findItem(tx, 'parties', actor.roomId, approval.party_id);
    if (party.email !== actor.email && actor.roomRole !== 'admin') {
      const text = `This approval is for ${approval.party_name} to give.`;
      throw new AppError('forbidden', 'not_your_approval', text);
    }
    const verb = decision.status === 'approved' ? 'gave' : 'refused';
    const onBehalf = party.email === actor.email ? '' : ' Entered by an administrator.';
    return {
      action: 'approval_updated',
      summary: `${namedParty(approval)} ${verb} the approval${ofVessel(approval)}.${onBehalf}`,
    };
  });
}

/** Makes a decided approval pending again. @throws AppError `approval_not_found` */
export async function revokeApproval(
  tx: Transaction,
  actor: RoomActor,
  { approvalId, note }: Omit<Decision, 'status'>,
  at: Date,
): Promise<ApprovalState> {
  return changeApproval(tx, actor, { approvalId, status: 'pending', note }, at, async (approval) => ({
    action: 'approval_revoked',
    summary: `The approval${ofVessel(approval)} by ${namedParty(approval)} was revoked.`,
  }));
}

interface Judgement {
  action: 'approval_updated' | 'approval_revoked';
  summary: string;
}

/** Changes an approval. A note that is left out is removed, because it belonged to the earlier decision. */
async function changeApproval(
  tx: Transaction,
  actor: RoomActor,
  { approvalId, status, note = '' }: Decision,
  at: Date,
  judge: (approval: ApprovalState) => Promise<Judgement>,
): Promise<ApprovalState> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async () => {
    const approval = await readOne(tx, 'approvals', { roomId, at, only: approvalId });
    const answer = () => readOne(tx, 'approvals', { roomId, at, only: approvalId });
    const { action, summary } = await judge(approval);
    const { changes, names, detail } = changedFields(approval, { status, note: note === '' ? null : note });
    if (names.length === 0) return { answer };
    await updateItem(tx, 'approvals', approvalId, { ...changes, updated_at: at });
    const full = { approval_id: approvalId, party_id: approval.party_id, ...detail };
    return { answer, done: { action, summary: withNote(summary, note), detail: full } };
  });
}

const namedParty = ({ party_name, party_role }: ApprovalState): string =>
  `${party_name} (${plainWord(party_role)})`;
const ofVessel = ({ vessel_name }: ApprovalState): string =>
  vessel_name === null ? '' : ` of ${vessel_name}`;
