/** The words that a room and what is in it can be described with: the same in database, API and reports. */

export const ROOM_STATUSES = ['pending', 'ready', 'active', 'on_hold', 'completed', 'cancelled'] as const;
export type RoomStatus = (typeof ROOM_STATUSES)[number];

/** What a verdict can come to. */
export const OUTCOMES = ['cleared', 'cleared_with_subjects', 'not_cleared', 'pending'] as const;

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

/** Every status that a document can have. `expired` also follows from the expiry day alone. */
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

/** What the calendar cannot turn into `expired`: nobody relies on such a document. */
export const UNTOUCHED_BY_EXPIRY = [
  'missing',
  'rejected',
  'waived',
  'superseded',
  'not_applicable',
] as const satisfies readonly DocumentStatus[];

export const DOCUMENT_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export const DOCUMENT_CATEGORIES = ['general', 'technical', 'regulatory', 'commercial'] as const;
export const CRITICALITIES = ['high', 'med', 'low'] as const;

export const APPROVAL_STATUSES = ['pending', 'approved', 'rejected'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];
