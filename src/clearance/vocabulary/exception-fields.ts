import type { FieldTable } from './field.ts';
import { EXCEPTION_KINDS, STAGES } from './room-words.ts';

/** A decision that took the place of evidence, with its reason. Nothing removes it from its room. */
export const EXCEPTION_FIELDS = {
  id: { kind: 'id', label: 'Exception', isComputed: true },
  kind: { kind: 'choice', of: EXCEPTION_KINDS, label: 'Kind', isComputed: true },
  stage: { kind: 'choice', of: STAGES, label: 'Stage', isComputed: true },
  subject: { kind: 'line', max: 600, label: 'What', isComputed: true },
  reason: { kind: 'text', max: 2000, label: 'Reason', isComputed: true },
  document_id: { kind: 'id', label: 'Document', isOptional: true, isComputed: true },
  decided_by: { kind: 'line', max: 254, label: 'Decided by', isComputed: true },
  decided_by_name: { kind: 'line', max: 255, label: 'Name', isComputed: true },
  decided_at: { kind: 'moment', label: 'Decided', isComputed: true },
} as const satisfies FieldTable;
