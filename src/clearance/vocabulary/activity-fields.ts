import type { OpenFieldTable } from './field.ts';

/** One entry of the activity of a room. */
export const ACTIVITY_FIELDS = {
  id: { kind: 'id', label: 'Entry', isComputed: true },
  at: { kind: 'moment', label: 'When', isComputed: true },
  actor: { kind: 'line', max: 254, label: 'Who', isComputed: true },
  action: {
    kind: 'line',
    max: 100,
    label: 'What',
    hint: 'What was done, such as `document_approved`',
    isComputed: true,
  },
  summary: {
    kind: 'text',
    max: 20_000,
    label: 'Summary',
    hint: 'One sentence in the terms of the trade',
    isComputed: true,
  },
} as const satisfies OpenFieldTable;
