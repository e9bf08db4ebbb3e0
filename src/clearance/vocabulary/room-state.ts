import type { RoomRole } from '../../people/permissions/roles.ts';
import type { ACTIVITY_FIELDS } from './activity-fields.ts';
import type { Compatibility } from './compatibility.ts';
import type { DOCUMENT_FIELDS, VERSION_FIELDS } from './document-fields.ts';
import type { EXCEPTION_FIELDS } from './exception-fields.ts';
import type { CurrentOf, StateOf } from './field.ts';
import type { APPROVAL_FIELDS, PARTY_FIELDS } from './party-fields.ts';
import type { REQUIREMENT_FIELDS } from './requirement-fields.ts';
import type { ROOM_FIELDS } from './room-fields.ts';
import type { Outcome, Stage } from './room-words.ts';
import type { VESSEL_FIELDS } from './vessel-fields.ts';

/**
 * The state of a room at one revision: all data that a report can show.
 *
 * Names are those of the database and the API. Instants are ISO 8601 in UTC with milliseconds, days are `YYYY-MM-DD`,
 * lengths are metres, tonnages are gross or net tons. A field without a value is `null`.
 */
export interface RoomState {
  /** The version of this structure. It is incremented when a field changes its meaning. */
  format: 1;
  revision: number;
  room: RoomFacts;
  verdict: Verdict;
  parties: PartyState[];
  vessels: VesselState[];
  /** The two ships side by side. Absent in a state of before 0.3.0. */
  compatibility?: Compatibility;
  /** Absent, like `exceptions` and `approved_facts`, in a state of before 0.3.0. */
  requirements?: RequirementState[];
  documents: DocumentState[];
  approvals: ApprovalState[];
  /** What was decided without evidence, oldest first. */
  exceptions?: ExceptionState[];
  /** The facts that the approvals were given for, by their hash. */
  approved_facts?: MaterialFacts[];
  /** Complete, oldest first. */
  activity: ActivityState[];
}

export type RoomFacts = StateOf<typeof ROOM_FIELDS>;
export type CurrentRoomFacts = CurrentOf<typeof ROOM_FIELDS>;
export type PartyState = StateOf<typeof PARTY_FIELDS>;
export type CurrentParty = CurrentOf<typeof PARTY_FIELDS>;
export type VesselState = StateOf<typeof VESSEL_FIELDS>;
export type CurrentVessel = CurrentOf<typeof VESSEL_FIELDS>;
export type DocumentState = StateOf<typeof DOCUMENT_FIELDS> & { earlier_versions?: DocumentVersion[] };
export type ApprovalState = StateOf<typeof APPROVAL_FIELDS> & { subjects?: ApprovalSubject[] };
export type RequirementState = StateOf<typeof REQUIREMENT_FIELDS>;
export type ExceptionState = StateOf<typeof EXCEPTION_FIELDS>;
export type ActivityState = StateOf<typeof ACTIVITY_FIELDS>;

export type CurrentRequirement = CurrentOf<typeof REQUIREMENT_FIELDS>;
export type CurrentDocument = CurrentOf<typeof DOCUMENT_FIELDS> & { earlier_versions: DocumentVersion[] };
export type CurrentApproval = CurrentOf<typeof APPROVAL_FIELDS> & { subjects: ApprovalSubject[] };

/** A version of a document that a newer one replaced, with its last status. */
export type DocumentVersion = StateOf<typeof VERSION_FIELDS>;

/** A condition under which an approval was given. The broker or the owner lifts it. */
export interface ApprovalSubject {
  id: string;
  text: string;
  /** Null while the subject is open, like the following. */
  lifted_by: string | null;
  /** ISO 8601. */
  lifted_at: string | null;
  reason: string | null;
}

/** The facts of an operation that an approval is of. */
export interface MaterialFacts {
  /** SHA-256 of the canonical JSON of the other members. */
  hash: string;
  location: string;
  /** ISO 8601. */
  sts_eta: string;
  cargo_type: string | null;
  cargo_quantity: number | null;
  cargo_unit: string | null;
  /** Ordered by IMO number. */
  vessels: {
    imo: string;
    name: string;
    operation_role: string | null;
    manoeuvring_role: string | null;
  }[];
  /** The documents that count and were there, with their versions, ordered by id. */
  documents: { id: string; version: number }[];
}

/** The decision whether the operation may go ahead, with its reasons (see `verdict.ts`). */
export interface Verdict {
  outcome: Outcome;
  reasons: VerdictReason[];
  /** The rules that decided. Absent, like the following, in a state of before 0.3.0. */
  rule_set?: { name: string; version: string };
  /** The stage that the outcome is for. */
  stage?: Stage;
  /** What a later stage still needs. It is no finding yet. */
  due_later?: DueLater[];
}

/** What is open before the stage by which it is due. */
export type DueLater = VerdictReason & { due_stage: Stage };

/** A verdict of the current rules. */
export type CurrentVerdict = Required<Omit<Verdict, 'reasons' | 'due_later'>> & {
  reasons: Required<VerdictReason>[];
  due_later: Required<DueLater>[];
};

/**
 * The severity of findings, the most severe first. A verdict lists its reasons in this order, those that block first.
 * Exceptions never block, so they are the first of the others.
 */
export const FINDING_CODES = [
  'room_cancelled',
  'exception',
  'vessels_incomplete',
  'vessels_same_number',
  'vessels_same_part',
  'vessels_incompatible',
  'document_missing',
  'document_rejected',
  'document_expired',
  'document_expires_during_operation',
  'document_file_missing',
  'document_vessel_not_stated',
  'document_expiry_not_stated',
  'document_issue_day_not_stated',
  'document_issue_day_impossible',
  'document_approved_by_uploader',
  'approval_rejected',
  'approvals_missing',
  'vessel_number_doubtful',
  'vessels_not_compared',
  'document_under_review',
  'approval_lapsed',
  'approval_basis_not_stated',
  'approval_pending',
  'approval_subject_open',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** What has to be done about a finding. */
export const FINDING_ACTIONS = [
  'name_vessels',
  'correct_vessel',
  'state_dimensions',
  'list_documents',
  'upload',
  'review',
  'state_vessel',
  'state_expiry',
  'state_issue_day',
  'ask_for_approval',
  'give_approval',
  'lift_subject',
] as const;
export type FindingAction = (typeof FINDING_ACTIONS)[number];

export interface VerdictReason {
  /** Whether this reason alone stops the operation. */
  blocking: boolean;
  code: FindingCode;
  /** The subject: the type and vessel of a document, or a party. */
  subject: string;
  /** One readable sentence. */
  text: string;
  document_id: string | null;
  approval_id: string | null;
  /** What has to be done. Null if nothing can be done. Absent, like the following, before 0.3.0. */
  action?: FindingAction | null;
  /** The roles whose parties can do it. */
  acts?: RoomRole[];
  /** The party that has to do it, if it is one alone. */
  party_id?: string | null;
}
