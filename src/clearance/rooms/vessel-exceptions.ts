import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { recordException } from '../changes/exceptions.ts';
import { readSection } from '../state/room-section-store.ts';
import { counts } from '../verdict/document-findings.ts';
import { DOCUMENT_RULES } from '../verdict/document-rules.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { CurrentApproval, CurrentDocument } from '../vocabulary/room-state.ts';
import type { Stage } from '../vocabulary/room-words.ts';

interface RemovedVessel {
  room: { stage: string };
  vessel: { id: string; label: string };
  /** Whether the documents that were sent for the vessel are removed with it. */
  isWithDocuments: boolean;
  reason: string | undefined;
}

/**
 * Records the reason for which documents that were sent, a refusal or open subjects go away with their vessel. Without
 * them, a vessel needs no reason: a mistaken entry takes nothing away.
 * @throws AppError `reason_required`
 */
export async function excuseVesselRemoval(
  tx: Transaction,
  actor: RoomActor,
  { room, vessel, isWithDocuments, reason }: RemovedVessel,
  at: Date,
): Promise<void> {
  const scope = { roomId: actor.roomId, at };
  const ofVessel = ({ vessel_id }: { vessel_id: string | null }) => vessel_id === vessel.id;
  const documents = (await readSection(tx, 'documents', scope)).filter(ofVessel).filter(isEvidence);
  const approvals = (await readSection(tx, 'approvals', scope)).filter(ofVessel);
  const lost = [
    ...(isWithDocuments && documents.length > 0 ? [`${documents.length} of its documents`] : []),
    ...approvals.filter(isRefused).map((approval) => `the refusal of ${partyOf(approval)}`),
    ...approvals.filter(hasOpenSubjects).map((approval) => `the open subjects of ${partyOf(approval)}`),
  ];
  if (lost.length === 0) return;
  const subject = `${vessel.label} was removed from the room with ${new Intl.ListFormat('en-GB').format(lost)}`;
  const stage = room.stage as Stage;
  await recordException(tx, actor, { kind: 'vessel_removed', stage, subject, reason }, at);
}

const isEvidence = (document: CurrentDocument): boolean =>
  document.version > 0 && counts(document) && !DOCUMENT_RULES[document.status].isReleased;

const isRefused = ({ status }: CurrentApproval): boolean => status === 'rejected';

const hasOpenSubjects = ({ status, subjects }: CurrentApproval): boolean =>
  status === 'approved' && subjects.some(({ lifted_at }) => lifted_at === null);

const partyOf = ({ party_name, party_role }: CurrentApproval): string =>
  `${party_name} (${plainWord(party_role)})`;
