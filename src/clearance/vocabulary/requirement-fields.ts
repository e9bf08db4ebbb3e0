import type { FieldTable } from './field.ts';
import { CRITICALITIES, DOCUMENT_CATEGORIES, DOCUMENT_SUBJECTS, STAGES } from './room-words.ts';

/** A type of document that a room asks for. A room starts with the values of the type, and can change its own. */
export const REQUIREMENT_FIELDS = {
  id: { kind: 'id', label: 'Requirement', isComputed: true },
  type_code: { kind: 'line', max: 50, label: 'Type', isComputed: true },
  type_name: { kind: 'line', max: 255, label: 'Name of the type', phrase: 'name', isComputed: true },
  category: { kind: 'choice', of: DOCUMENT_CATEGORIES, label: 'Category', isComputed: true },
  required: { kind: 'yes_no', label: 'Required' },
  criticality: { kind: 'choice', of: CRITICALITIES, label: 'Criticality' },
  applies_to: {
    kind: 'choice',
    of: DOCUMENT_SUBJECTS,
    label: 'Belongs to',
    phrase: 'subject',
    initial: 'operation',
    since: '0.3.0',
  },
  due_stage: {
    kind: 'choice',
    of: STAGES,
    label: 'Due by',
    phrase: 'stage',
    hint: 'The stage by which the document must be there. Without it, the document counts at every stage',
    isOptional: true,
    since: '0.3.0',
  },
  expires: {
    kind: 'yes_no',
    label: 'Expires',
    hint: 'Such a document is approved only with a day of expiry, or with the statement that it states none',
    initial: true,
    since: '0.3.0',
  },
  max_age_days: {
    kind: 'whole',
    min: 1,
    max: 36_500,
    unit: 'days',
    label: 'Maximum age',
    hint: 'The age at which the document no longer counts as valid, from its day of issue',
    isOptional: true,
    since: '0.3.0',
  },
  needs_file: { kind: 'yes_no', label: 'Needs a file', initial: true, since: '0.3.0' },
} as const satisfies FieldTable;
