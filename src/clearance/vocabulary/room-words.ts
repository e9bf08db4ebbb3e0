/** The words that describe a room and its contents: the same in database, API and reports. */

export const ROOM_STATUSES = ['pending', 'ready', 'active', 'on_hold', 'completed', 'cancelled'] as const;
export type RoomStatus = (typeof ROOM_STATUSES)[number];

/** The possible outcomes of a verdict. */
export const OUTCOMES = ['cleared', 'cleared_with_subjects', 'not_cleared', 'pending'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * The moments of an operation for which it is cleared, in order. A document type says by which of them it must be there.
 */
export const STAGES = ['fixture', 'before_operation', 'run_in', 'cargo_transfer', 'unmooring'] as const;
export type Stage = (typeof STAGES)[number];

/** What documents of a type belong to: the operation, each ship, or the ships with one part in the operation. */
export const DOCUMENT_SUBJECTS = ['operation', 'each_ship', 'discharging', 'receiving'] as const;
export type DocumentSubject = (typeof DOCUMENT_SUBJECTS)[number];

/**
 * Whether somebody may approve what they uploaded: `required` refuses it, `marked` makes it a subject of the verdict,
 * `off` allows it. From the strictest to the weakest.
 */
export const FOUR_EYES = ['required', 'marked', 'off'] as const;
export type FourEyes = (typeof FOUR_EYES)[number];

/** What an approval is of: the operation, the suitability of one ship, or the compatibility of the ships. */
export const APPROVAL_CONCERNS = ['operation', 'suitability', 'compatibility'] as const;
export type ApprovalConcern = (typeof APPROVAL_CONCERNS)[number];

/** The kinds of cargo that templates are for. */
export const TRADES = ['oil', 'gas', 'bunkers', 'dry_bulk'] as const;

/** What was decided without evidence. Each needs a reason, and stands in every later record of the room. */
export const EXCEPTION_KINDS = [
  'override',
  'party_removed',
  'vessel_removed',
  'document_released',
  'document_removed',
  'requirement_reduced',
  'requirement_removed',
  'margin_reduced',
  'four_eyes_reduced',
  'approvals_reduced',
  'approval_entered',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** The kinds that change what a room asks for. A copy of the room asks for the same. */
export const INHERITED_EXCEPTIONS: readonly ExceptionKind[] = [
  'document_removed',
  'requirement_reduced',
  'requirement_removed',
  'margin_reduced',
  'four_eyes_reduced',
  'approvals_reduced',
];

export const TIMELINE_PHASES = [
  'pre_docs',
  'docs_pending',
  'ready',
  'active',
  'completed',
  'cancelled',
] as const;

export const OPERATION_MODES = ['anchor', 'underway'] as const;

export const OPERATION_ROLES = ['discharging', 'receiving'] as const;

/**
 * What a ship does when the two come alongside: one keeps its heading, the other manoeuvres. The words are those of the
 * STS guide of 2025 by OCIMF, CDI, ICS and SIGTTO (?).
 */
export const MANOEUVRING_ROLES = ['constant_heading', 'manoeuvring'] as const;

/** Every status of a document. `expired` also follows from the expiry day alone. */
export const DOCUMENT_STATUSES = [
  'missing',
  'under_review',
  'approved',
  'rejected',
  'expired',
  'waived',
  'superseded',
  'not_applicable',
] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

export const DOCUMENT_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

export const DOCUMENT_CATEGORIES = ['general', 'technical', 'regulatory', 'commercial'] as const;
export type DocumentCategory = (typeof DOCUMENT_CATEGORIES)[number];

export const CRITICALITIES = ['high', 'med', 'low'] as const;
export type Criticality = (typeof CRITICALITIES)[number];

export const APPROVAL_STATUSES = ['pending', 'approved', 'rejected'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];
