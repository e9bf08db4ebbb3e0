/** The words that describe a room and its contents: the same in database, API and reports. */

export const ROOM_STATUSES = ['pending', 'ready', 'active', 'on_hold', 'completed', 'cancelled'] as const;
export type RoomStatus = (typeof ROOM_STATUSES)[number];

/** The possible outcomes of a verdict. */
export const OUTCOMES = ['cleared', 'cleared_with_subjects', 'not_cleared', 'pending'] as const;
export type Outcome = (typeof OUTCOMES)[number];

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
