import { documentName } from '../vocabulary/document-name.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type {
  ApprovalState,
  DocumentState,
  RoomFacts,
  RoomState,
  Verdict,
  VerdictReason,
} from '../vocabulary/room-state.ts';
import { endsBefore } from './document-expiry.ts';
import { judgeVessels } from './vessel-rules.ts';

type VerdictInput = Pick<RoomState, 'room' | 'vessels' | 'documents' | 'approvals'>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The codes of reasons by severity, the most severe first. A verdict lists its reasons in this order. */
const GRAVITY: readonly VerdictReason['code'][] = [
  'room_cancelled',
  'vessels_incomplete',
  'vessels_same_number',
  'vessels_same_part',
  'document_missing',
  'document_rejected',
  'document_expired',
  'document_expires_during_operation',
  'approval_rejected',
  'vessel_number_doubtful',
  'document_under_review',
  'approval_pending',
];

/** The blocking reasons that wait for a decision. They make a verdict `pending`. */
const AWAITED: readonly VerdictReason['code'][] = ['document_under_review', 'approval_pending'];

/**
 * Decides whether the operation may go ahead. The rules are those of a superintendent who signs for it:
 *
 * - `not_cleared`: the room is cancelled (then nothing else is looked at); or a document that counts is missing,
 *   rejected, expired, or runs out before the operation is over; or an approval was refused; or no documents are
 *   listed; or there are not two ships (`vessel-rules.ts`).
 * - `pending`: nothing is wrong, but a document that counts is still under review or an approval has not been given.
 * - `cleared_with_subjects`: only such things are open as do not stop the operation: the same findings on documents of
 *   medium or low criticality that nobody requires, or on ships whose numbers are doubtful or whose parts in the
 *   operation are not stated.
 * - `cleared`: nothing is open.
 *
 * A document counts (its finding blocks) if its type is required or of high criticality, or if it lies on the critical
 * path. `waived`, `superseded` and `not_applicable` documents are no findings. A certificate has to be valid on the UTC
 * day on which the operation ends (ETA + expected duration) plus the room's margin of days; its expiry day itself still
 * counts as valid.
 *
 * Reasons that block come first, then the others; among each the gravest first, and those of one kind in the order of
 * the room. docs/report.md says the same to a person of the trade.
 *
 * @param input with documents whose `status` is what counts at the moment of the record
 */
export function decideVerdict(input: VerdictInput): Verdict {
  if (input.room.status === 'cancelled') {
    const text = 'The operation is cancelled.';
    return { outcome: 'not_cleared', reasons: [about('room_cancelled', true, input.room.title, text)] };
  }
  const mustLastUntil = lastDayNeeded(input.room);
  const reasons = [
    ...judgeVessels(input.vessels).map(({ code, blocking, subject, text }) =>
      about(code, blocking, subject, text),
    ),
    ...judgeDocuments(input.documents, mustLastUntil),
    ...input.approvals.flatMap(judgeApproval),
  ];
  const blocking = reasons.filter((reason) => reason.blocking);
  return { outcome: outcomeOf(blocking, reasons.length), reasons: reasons.toSorted(byWeight) };
}

const byWeight = (a: VerdictReason, b: VerdictReason): number =>
  Number(b.blocking) - Number(a.blocking) || GRAVITY.indexOf(a.code) - GRAVITY.indexOf(b.code);

function outcomeOf(blocking: readonly VerdictReason[], findings: number): Verdict['outcome'] {
  if (blocking.some(({ code }) => !AWAITED.includes(code))) return 'not_cleared';
  if (blocking.length > 0) return 'pending';
  return findings > 0 ? 'cleared_with_subjects' : 'cleared';
}

/** Returns the expected end of the operation: ETA + expected duration, an instant in UTC. */
export const expectedEnd = (room: Pick<RoomFacts, 'sts_eta' | 'expected_duration_hours'>): string =>
  new Date(Date.parse(room.sts_eta) + room.expected_duration_hours * HOUR_MS).toISOString();

/** Returns the last UTC day on which certificates have to be valid, `YYYY-MM-DD`: the expected end + the margin. */
export const lastDayNeeded = (room: RoomFacts): string =>
  new Date(Date.parse(expectedEnd(room)) + room.expiry_margin_days * DAY_MS).toISOString().slice(0, 10);

function shortBy(expiresOn: string, mustLastUntil: string): string {
  const days = (Date.parse(mustLastUntil) - Date.parse(expiresOn)) / DAY_MS;
  return days === 1 ? '1 day' : `${days} days`;
}

function judgeDocuments(documents: readonly DocumentState[], mustLastUntil: string): VerdictReason[] {
  if (documents.length > 0) return documents.flatMap((document) => judgeDocument(document, mustLastUntil));
  return [about('document_missing', true, 'Documents', 'No documents are listed for this operation.')];
}

function judgeDocument(document: DocumentState, mustLastUntil: string): VerdictReason[] {
  const finding = findIn(document, mustLastUntil);
  if (finding === null) return [];
  const { id, required, criticality, critical_path } = document;
  const subject = documentName(document);
  const counts = required || criticality === 'high' || critical_path;
  return [{ ...about(finding.code, counts, subject, `${subject}: ${finding.text}.`), document_id: id }];
}

interface DocumentFinding {
  code: VerdictReason['code'];
  text: string;
}

/**
 * Returns the finding of a document, if any. The return type makes the cases exhaustive: a new status does not compile
 * without a case.
 */
function findIn(document: DocumentState, mustLastUntil: string): DocumentFinding | null {
  const { status, expires_on } = document;
  switch (status) {
    case 'missing':
      return { code: 'document_missing', text: 'missing' };
    case 'rejected':
      return { code: 'document_rejected', text: 'rejected' };
    case 'expired':
      return {
        code: 'document_expired',
        text: expires_on === null ? 'expired' : `expired on ${expires_on}`,
      };
    case 'under_review':
      return (
        findEarlyExpiry(document, mustLastUntil) ?? { code: 'document_under_review', text: 'under review' }
      );
    case 'approved':
      return findEarlyExpiry(document, mustLastUntil);
    case 'waived':
    case 'superseded':
    case 'not_applicable':
      return null;
  }
}

function findEarlyExpiry(document: DocumentState, mustLastUntil: string): DocumentFinding | null {
  const { expires_on } = document;
  if (expires_on === null || !endsBefore(document, mustLastUntil)) return null;
  return {
    code: 'document_expires_during_operation',
    text: `expires on ${expires_on}, ${shortBy(expires_on, mustLastUntil)} short of ${mustLastUntil}`,
  };
}

function judgeApproval(approval: ApprovalState): VerdictReason[] {
  const finding = findInApproval(approval);
  return finding === null ? [] : [{ ...finding, approval_id: approval.id }];
}

/** Returns the finding of an approval, if any. The cases are exhaustive, as in `findIn`. */
function findInApproval(approval: ApprovalState): VerdictReason | null {
  const { status, party_name, party_role, vessel_name, requested_at } = approval;
  const subject = `${party_name} (${plainWord(party_role)})`;
  const what = vessel_name === null ? '' : ` of ${vessel_name}`;
  switch (status) {
    case 'approved':
      return null;
    case 'rejected':
      return about('approval_rejected', true, subject, `${subject} refused the approval${what}.`);
    case 'pending': {
      const asked = `that was requested on ${requested_at.slice(0, 10)}`;
      return about(
        'approval_pending',
        true,
        subject,
        `${subject} has not given the approval${what} ${asked}.`,
      );
    }
  }
}

const about = (
  code: VerdictReason['code'],
  blocking: boolean,
  subject: string,
  text: string,
): VerdictReason => ({ blocking, code, subject, text, document_id: null, approval_id: null });
