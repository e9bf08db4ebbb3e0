import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { refuseSecond } from '../../platform/db/database-error.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { isReadable } from '../../platform/kernel/name-text.ts';
import { changedFields } from '../changes/changed-fields.ts';
import { recordException, requireReason } from '../changes/exceptions.ts';
import { withNote } from '../changes/note-text.ts';
import { changeRoom } from '../changes/room-change.ts';
import { findItem, requireSpaceFor, updateItem } from '../state/room-item-store.ts';
import { readOne } from '../state/room-section-store.ts';
import { readRoomState } from '../state/room-state-store.ts';
import { ofWhat } from '../verdict/approval-findings.ts';
import { materialFacts } from '../verdict/material-facts.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { ApprovalSubject, CurrentApproval } from '../vocabulary/room-state.ts';
import type { ApprovalConcern, ApprovalStatus, Stage } from '../vocabulary/room-words.ts';
import { decides, requestApproval } from './approval-request.ts';
import { keepApprovedFacts } from './approved-facts-store.ts';

const MAX_APPROVALS = 1000;
/** An approval is of no commercial term. */
const WITHOUT_TERMS = { includeCommercial: false };

interface Ask {
  partyId: string;
  vesselId: string | null;
  /** The default is the suitability of the vessel, or the operation if no vessel is stated. */
  concerns?: ApprovalConcern | undefined;
}

/**
 * Asks a party for an approval: of the operation, the suitability of a vessel, or the compatibility of the vessels.
 * @throws AppError `party_not_found`, `vessel_not_found`, `approval_exists`, `party_does_not_decide`,
 * `concern_without_vessel`
 */
export async function askForApproval(
  tx: Transaction,
  actor: RoomActor,
  { partyId, vesselId, concerns = vesselId === null ? 'operation' : 'suitability' }: Ask,
  at: Date,
): Promise<CurrentApproval> {
  const { roomId } = actor;
  if ((concerns === 'suitability') !== (vesselId !== null)) throw concernWithoutVessel();
  return changeRoom(tx, actor, at, async () => {
    await requireSpaceFor(tx, 'approvals', roomId, MAX_APPROVALS);
    const party = await readOne(tx, 'parties', { roomId, at, only: partyId });
    if (vesselId !== null) await findItem(tx, 'vessels', roomId, vesselId);
    if (!decides(party.role)) {
      const text = `A ${plainWord(party.role)} gives no approval.`;
      throw new AppError('invalid', 'party_does_not_decide', text);
    }
    const id = await refuseSecond(
      requestApproval(tx, { roomId, partyId, vesselId, concerns }, at),
      'approval_exists',
      `${party.label} has been asked for this approval already.`,
    );
    const approval = await readApproval(tx, roomId, id, at);
    const summary = `Approval${ofWhat(approval)} requested from ${namedParty(approval)}.`;
    const detail = { approval_id: id, party_id: partyId, vessel_id: vesselId };
    return { answer: () => approval, done: { action: 'approval_requested', summary, detail } };
  });
}

const concernWithoutVessel = (): AppError =>
  new AppError(
    'invalid',
    'concern_without_vessel',
    "The approval of a suitability needs 'vessel_id', and no other approval has one.",
  );

interface Decision {
  approvalId: string;
  status: ApprovalStatus;
  note?: string | undefined;
  /** The conditions of an approval, one sentence each. */
  subjects?: readonly string[] | undefined;
}

/**
 * Gives or refuses an approval. It is of the material facts of the room at this moment. Users decide their own
 * approvals, administrators all.
 * @throws AppError `approval_not_found`, `not_your_approval`, `subjects_of_refusal`
 */
export async function decideApproval(
  tx: Transaction,
  actor: RoomActor,
  decision: Decision & { status: 'approved' | 'rejected' },
  at: Date,
): Promise<CurrentApproval> {
  const { status, subjects = [] } = decision;
  if (status === 'rejected' && subjects.length > 0) {
    throw new AppError(
      'invalid',
      'subjects_of_refusal',
      'A refusal has no subjects. Write the reason as its note.',
    );
  }
  return changeApproval(tx, actor, decision, at, async (approval) => {
    const party = await findItem(tx, 'parties', actor.roomId, approval.party_id);
    if (party.email !== actor.email && actor.roomRole !== 'admin') {
      const text = `This approval is for ${approval.party_name} to give.`;
      throw new AppError('forbidden', 'not_your_approval', text);
    }
    const verb = status === 'approved' ? 'gave' : 'refused';
    const isOwn = party.email === actor.email;
    const onBehalf = isOwn ? '' : ' Entered by an administrator.';
    const under = subjects.length === 0 ? '' : `, subject to: ${subjects.join('; ')}`;
    return {
      action: 'approval_updated',
      summary: `${namedParty(approval)} ${verb} the approval${ofWhat(approval)}${under}.${onBehalf}`,
      isEntered: !isOwn && status === 'approved',
    };
  });
}

interface EnteredApproval {
  room: { stage: string };
  approval: CurrentApproval;
  reason: string;
}

/** Records that the party did not give an approval itself. */
function excuseEntry(
  tx: Transaction,
  actor: RoomActor,
  { room, approval, reason }: EnteredApproval,
  at: Date,
): Promise<void> {
  const subject = `The approval${ofWhat(approval)} by ${namedParty(approval)} was entered by an administrator`;
  const entered = { kind: 'approval_entered', stage: room.stage as Stage, subject } as const;
  return recordException(
    tx,
    actor,
    { ...entered, reason: isReadable(reason) ? reason : 'No reason was stated.' },
    at,
  );
}

/** Makes a decided approval pending again. @throws AppError `approval_not_found` */
export async function revokeApproval(
  tx: Transaction,
  actor: RoomActor,
  { approvalId, note }: Pick<Decision, 'approvalId' | 'note'>,
  at: Date,
): Promise<CurrentApproval> {
  return changeApproval(tx, actor, { approvalId, status: 'pending', note }, at, async (approval) => ({
    action: 'approval_revoked',
    summary: `The approval${ofWhat(approval)} by ${namedParty(approval)} was revoked.`,
  }));
}

interface Lifting {
  approvalId: string;
  subjectId: string;
  reason: string;
}

/** Lifts a subject of an approval. @throws AppError `approval_not_found`, `subject_not_found`, `reason_required` */
export async function liftSubject(
  tx: Transaction,
  actor: RoomActor,
  { approvalId, subjectId, reason }: Lifting,
  at: Date,
): Promise<CurrentApproval> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async () => {
    const { subjects, ...approval } = await readApproval(tx, roomId, approvalId, at);
    const subject = subjects.find(({ id, lifted_at }) => id === subjectId && lifted_at === null);
    if (!subject)
      throw new AppError('not_found', 'subject_not_found', 'This approval has no such open subject.');
    const why = requireReason(`The subject “${subject.text}” was lifted`, reason);
    const lifted = { ...subject, lifted_by: email, lifted_at: at.toISOString(), reason: why };
    const all = subjects.map((one) => (one === subject ? lifted : one));
    await updateItem(tx, 'approvals', approvalId, { subjects: JSON.stringify(all), updated_at: at });
    const summary = withNote(`Subject of ${namedParty(approval)} lifted: ${subject.text}`, reason);
    const detail = { approval_id: approvalId, subject: subject.text, reason };
    return {
      answer: () => readApproval(tx, roomId, approvalId, at),
      done: { action: 'approval_subject_lifted', summary, detail },
    };
  });
}

interface Judgement {
  action: 'approval_updated' | 'approval_revoked';
  summary: string;
  /** Whether somebody else than the party gives the approval. */
  isEntered?: boolean;
}

/** Changes an approval. A note that is left out is removed, because it belonged to the earlier decision. */
async function changeApproval(
  tx: Transaction,
  actor: RoomActor,
  { approvalId, status, note = '', subjects = [] }: Decision,
  at: Date,
  judge: (approval: CurrentApproval) => Promise<Judgement>,
): Promise<CurrentApproval> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async (room) => {
    const approval = await readApproval(tx, roomId, approvalId, at);
    const answer = () => readApproval(tx, roomId, approvalId, at);
    const { action, summary, isEntered = false } = await judge(approval);
    const facts =
      status === 'approved' ? materialFacts(await readRoomState(tx, roomId, at, WITHOUT_TERMS)) : undefined;
    if (facts) await keepApprovedFacts(tx, roomId, facts);
    const stated = {
      ...{ status, note: note === '' ? null : note, subjects: JSON.stringify(subjects.map(toSubject)) },
      ...{ facts_hash: facts?.hash ?? null, lapsed_because: null },
    };
    const before = { ...approval, subjects: JSON.stringify(approval.subjects) };
    const { changes, names, detail } = changedFields(before, stated);
    if (names.length === 0) return { answer };
    if (isEntered) await excuseEntry(tx, actor, { room, approval, reason: note }, at);
    const given_for_revision = status === 'pending' ? null : room.revision;
    await updateItem(tx, 'approvals', approvalId, { ...changes, given_for_revision, updated_at: at });
    const full = { approval_id: approvalId, party_id: approval.party_id, ...detail };
    return { answer, done: { action, summary: withNote(summary, note), detail: full } };
  });
}

const toSubject = (text: string): ApprovalSubject => ({
  ...{ id: newId(), text },
  ...{ lifted_by: null, lifted_at: null, reason: null },
});

const readApproval = (tx: Transaction, roomId: string, id: string, at: Date): Promise<CurrentApproval> =>
  readOne(tx, 'approvals', { roomId, at, only: id });

const namedParty = ({ party_name, party_role }: Pick<CurrentApproval, 'party_name' | 'party_role'>): string =>
  `${party_name} (${plainWord(party_role)})`;
