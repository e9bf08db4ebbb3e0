import type {
  CurrentApproval,
  CurrentDocument,
  CurrentRequirement,
  CurrentRoomFacts,
  CurrentVerdict,
  ExceptionState,
  MaterialFacts,
  RoomFacts,
  VesselState,
} from '../vocabulary/room-state.ts';
import type { Outcome, Stage } from '../vocabulary/room-words.ts';
import { judgeApprovals } from './approval-findings.ts';
import { compareVessels } from './compatibility.ts';
import { judgeCompatibility } from './compatibility-findings.ts';
import { counts, judgeDocument } from './document-findings.ts';
import { DOCUMENT_RULES } from './document-rules.ts';
import { judgeExceptions } from './exception-findings.ts';
import { BROKER_OR_OWNER, byWeight, type Finding, finding } from './finding.ts';
import { judgeRequirement } from './requirement-findings.ts';
import { RULE_SET } from './rule-set.ts';
import { isDue } from './stage.ts';
import { judgeVessels } from './vessel-rules.ts';

/** What a verdict is decided from. */
export interface VerdictInput {
  room: CurrentRoomFacts;
  vessels: VesselState[];
  requirements: CurrentRequirement[];
  /** Their `status` is that at the moment of the record. */
  documents: CurrentDocument[];
  approvals: CurrentApproval[];
  exceptions: ExceptionState[];
  approved_facts: MaterialFacts[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The blocking findings that wait for a decision. They make a verdict `pending`. */
const AWAITED: readonly Finding['code'][] = [
  'document_under_review',
  'approval_lapsed',
  'approval_basis_not_stated',
  'approval_pending',
];

/**
 * Decides whether the operation may enter its stage. The rules are those of a superintendent who signs for it:
 *
 * - `not_cleared`: the room is cancelled (then nothing else is looked at); or a document that counts is not listed,
 *   missing, rejected, expired, without what its type asks for, or runs out before the operation is over; or an approval
 *   was refused; or there are not two ships, or they do not fit together, or there is no document that counts, or no
 *   approval at all.
 * - `pending`: nothing is wrong, but a document that counts is still under review, or an approval has not been given, or
 *   was given for other facts.
 * - `cleared_with_subjects`: only such things are open as do not stop the operation: findings on documents that do not
 *   count, conditions of an approval, and exceptions, which are decisions that took the place of evidence.
 * - `cleared`: nothing is open.
 *
 * A document counts (its finding blocks) if it is required, of high criticality, or on the critical path. A certificate
 * has to be valid on the last day needed, which is the UTC day of the expected end plus the margin of the room. What a
 * later stage asks for is due later, and no finding.
 *
 * Reasons that block come first, then the others; among each the gravest first, and those of one kind in the order of
 * the room. docs/report.md says the same to a person of the trade.
 */
export function decideVerdict(input: VerdictInput): CurrentVerdict {
  const { room } = input;
  const base = { rule_set: { ...RULE_SET }, stage: room.stage };
  if (room.status === 'cancelled') {
    const text = 'The operation is cancelled.';
    const cancelled = finding({ code: 'room_cancelled', blocking: true, subject: room.title, text });
    return { outcome: 'not_cleared', reasons: [cancelled], ...base, due_later: [] };
  }
  const { due, later } = judgeByStage(input);
  const reasons = [
    ...judgeVessels(input.vessels),
    ...due,
    ...judgeApprovals(input.approvals, input.approved_facts, input),
    ...judgeExceptions(input.exceptions, input.documents),
  ].toSorted(byWeight);
  return { outcome: outcomeOf(reasons), reasons, ...base, due_later: later.toSorted(byWeight) };
}

function outcomeOf(findings: readonly Finding[]): Outcome {
  const blocking = findings.filter((found) => found.blocking);
  if (blocking.some(({ code }) => !AWAITED.includes(code))) return 'not_cleared';
  if (blocking.length > 0) return 'pending';
  return findings.length > 0 ? 'cleared_with_subjects' : 'cleared';
}

/** Returns the expected end of the operation: ETA + expected duration, an instant in UTC. */
export const expectedEnd = (room: Pick<RoomFacts, 'sts_eta' | 'expected_duration_hours'>): string =>
  new Date(Date.parse(room.sts_eta) + room.expected_duration_hours * HOUR_MS).toISOString();

/** Returns the last UTC day on which certificates have to be valid, `YYYY-MM-DD`: the expected end + the margin. */
export const lastDayNeeded = (
  room: Pick<RoomFacts, 'sts_eta' | 'expected_duration_hours' | 'expiry_margin_days'>,
): string =>
  new Date(Date.parse(expectedEnd(room)) + room.expiry_margin_days * DAY_MS).toISOString().slice(0, 10);

/** The ships come alongside with the run-in. */
const ALONGSIDE: Stage = 'run_in';

/** Returns the findings on documents and on the fit of the ships, and those that do not count before a later stage. */
function judgeByStage({ room, vessels, requirements, documents }: VerdictInput): {
  due: Finding[];
  later: CurrentVerdict['due_later'];
} {
  const rules = { lastDayNeeded: lastDayNeeded(room), fourEyes: room.four_eyes };
  const fit = judgeCompatibility(compareVessels(vessels), { isAsked: room.asks_compatibility });
  const found = [
    { by: ALONGSIDE, findings: fit },
    ...documents.map((document) => ({ by: document.due_stage, findings: judgeDocument(document, rules) })),
    ...requirements.map((requirement) => ({
      by: requirement.due_stage,
      findings: judgeRequirement(requirement, documents, vessels),
    })),
  ];
  const due = found.filter(({ by }) => isDue(by, room.stage)).flatMap(({ findings }) => findings);
  const later = found.flatMap(({ by, findings }) =>
    by === null || isDue(by, room.stage) ? [] : findings.map((open) => ({ ...open, due_stage: by })),
  );
  return { due: documents.some(isAsked) ? due : [NO_EVIDENCE, ...due], later };
}

/** Returns whether the clearance asks for a document. */
const isAsked = (document: CurrentDocument): boolean =>
  counts(document) && !DOCUMENT_RULES[document.status].isReleased;

const NO_EVIDENCE = finding({
  code: 'document_missing',
  blocking: true,
  subject: 'Documents',
  text: 'No document that counts is listed for this operation.',
  remedy: { action: 'list_documents', acts: BROKER_OR_OWNER },
});
