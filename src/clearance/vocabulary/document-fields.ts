import type { OpenFieldTable } from './field.ts';
import { REQUIREMENT_FIELDS } from './requirement-fields.ts';
import { CRITICALITIES, DOCUMENT_CATEGORIES, DOCUMENT_PRIORITIES, DOCUMENT_STATUSES } from './room-words.ts';

const { applies_to, due_stage, expires, max_age_days, needs_file } = REQUIREMENT_FIELDS;

/** A document of a room, with the properties of its requirement. The facts of a file are those of its newest version. */
export const DOCUMENT_FIELDS = {
  id: { kind: 'id', label: 'Document', isComputed: true },
  type_code: { kind: 'line', max: 50, label: 'Type', isComputed: true },
  type_name: { kind: 'line', max: 255, label: 'Name of the type', phrase: 'name', isComputed: true },
  category: { kind: 'choice', of: DOCUMENT_CATEGORIES, label: 'Category', isComputed: true },
  criticality: { kind: 'choice', of: CRITICALITIES, label: 'Criticality', isComputed: true },
  required: { kind: 'yes_no', label: 'Required', isComputed: true },
  applies_to: { ...applies_to, isComputed: true },
  due_stage: { ...due_stage, isComputed: true },
  expires: { ...expires, isComputed: true },
  max_age_days: { ...max_age_days, isComputed: true },
  needs_file: { ...needs_file, isComputed: true },
  vessel_id: { kind: 'id', label: 'Vessel', isOptional: true },
  vessel_name: {
    kind: 'line',
    max: 300,
    label: 'Name of the vessel',
    hint: 'The `label` of the vessel',
    isOptional: true,
    isComputed: true,
  },
  status: {
    kind: 'choice',
    of: DOCUMENT_STATUSES,
    label: 'Status',
    hint: 'The status is `expired` after the expiry day, whatever was set before',
    initial: 'missing',
  },
  priority: { kind: 'choice', of: DOCUMENT_PRIORITIES, label: 'Priority', initial: 'normal' },
  critical_path: { kind: 'yes_no', label: 'On the critical path', initial: false },
  certificate_number: {
    kind: 'line',
    max: 100,
    label: 'Number',
    phrase: 'number of the certificate',
    isOptional: true,
    since: '0.3.0',
  },
  issuer: { kind: 'line', max: 255, label: 'Issuer', isOptional: true, since: '0.3.0' },
  issued_on: {
    kind: 'day',
    label: 'Issued',
    phrase: 'day of issue',
    hint: 'The day of issue, or on which the document was last dated',
    isOptional: true,
    since: '0.3.0',
  },
  expires_on: {
    kind: 'day',
    label: 'Expiry',
    hint: 'The last UTC day on which the document is valid',
    isOptional: true,
  },
  no_expiry_stated: {
    kind: 'yes_no',
    label: 'States no expiry',
    phrase: 'statement that the certificate states no expiry',
    hint: 'Set it if the certificate itself states no expiry. Otherwise a document whose type expires needs `expires_on`',
    initial: false,
    since: '0.3.0',
  },
  valid_until: {
    kind: 'day',
    label: 'Valid until',
    hint: 'The earlier of the expiry day and the day on which the document becomes older than its type allows',
    isOptional: true,
    isComputed: true,
    since: '0.3.0',
  },
  days_to_spare: {
    kind: 'whole',
    min: -1e6,
    max: 1e6,
    unit: 'days',
    label: 'Days to spare',
    hint: 'Whole days from `last_day_needed` of the room to `valid_until`. It is negative if the document is too short',
    isOptional: true,
    isComputed: true,
    since: '0.3.0',
  },
  days_at_eta: {
    kind: 'whole',
    min: -1e6,
    max: 1e6,
    unit: 'days',
    label: 'Days at the ETA',
    hint: 'Whole days from the day of the ETA to the expiry. It is negative if the document expires earlier',
    isOptional: true,
    isComputed: true,
    until: '0.3.0',
  },
  notes: { kind: 'text', max: 10_000, label: 'Notes', phrase: 'note', isOptional: true },
  responsible_party_id: {
    kind: 'id',
    label: 'Responsible party',
    hint: 'If it is stated, only this party, the broker and the owner upload the file',
    isOptional: true,
    since: '0.3.0',
  },
  responsible_party: {
    kind: 'line',
    max: 255,
    label: 'Name of the responsible party',
    isOptional: true,
    isComputed: true,
    since: '0.3.0',
  },
  version: {
    kind: 'whole',
    min: 0,
    max: 1e6,
    label: 'Version',
    hint: 'The number of files that were uploaded for the document. 0 means none',
    isComputed: true,
    since: '0.3.0',
  },
  file_name: { kind: 'line', max: 255, label: 'File', isOptional: true, isComputed: true },
  file_size: {
    kind: 'whole',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'bytes',
    label: 'Size of the file',
    isOptional: true,
    isComputed: true,
  },
  file_sha256: { kind: 'line', max: 64, label: 'SHA-256 of the file', isOptional: true, isComputed: true },
  file_mismatch: {
    kind: 'line',
    max: 255,
    label: 'Mark on the file',
    hint: 'Set if the content of the file is not what its name says',
    isOptional: true,
    isComputed: true,
    since: '0.3.0',
  },
  uploaded_by: { kind: 'line', max: 254, label: 'Uploaded by', isOptional: true, isComputed: true },
  uploaded_at: { kind: 'moment', label: 'Uploaded', isOptional: true, isComputed: true },
  reviewed_by: { kind: 'line', max: 254, label: 'Reviewed by', isOptional: true, isComputed: true },
  reviewed_at: { kind: 'moment', label: 'Reviewed', isOptional: true, isComputed: true },
} as const satisfies OpenFieldTable;

const { version, status, certificate_number, issuer, issued_on, expires_on, no_expiry_stated, notes } =
  DOCUMENT_FIELDS;
const { file_name, file_size, file_sha256, file_mismatch } = DOCUMENT_FIELDS;
const { uploaded_by, uploaded_at, reviewed_by, reviewed_at } = DOCUMENT_FIELDS;

/** A version of a document that a newer one replaced. */
export const VERSION_FIELDS = {
  ...{ version, status, certificate_number, issuer, issued_on, expires_on, no_expiry_stated, notes },
  ...{ file_name, file_size, file_sha256, file_mismatch },
  ...{ uploaded_by, uploaded_at, reviewed_by, reviewed_at },
} as const satisfies OpenFieldTable;
