import { daysText } from '../components/day.ts';
import { sentenceCase } from '../components/sentence-case.ts';
import { REQUIREMENT_FIELDS } from '../contract/form-fields.ts';
import type { Field } from './fields.ts';
import type { Requirement } from './room-queries.ts';
import { criticalityText } from './status-words.ts';

/** The fields of what is asked for: of a room, of a template, and of a type of document. */
export const REQUIREMENT_FORM: readonly Field[] = REQUIREMENT_FIELDS.map((field) =>
  field.name === 'due_stage' ? { ...field, none: 'Every stage' } : field,
);

type Asked = Pick<
  Requirement,
  'required' | 'criticality' | 'due_stage' | 'needs_file' | 'expires' | 'max_age_days'
>;

/** Returns how much a document counts, such as "Required, high". */
export const weightText = ({ required, criticality }: Asked): string =>
  `${required ? 'Required' : 'If listed'}, ${criticalityText(criticality).toLowerCase()}`;

export const stageText = ({ due_stage }: Asked): string => sentenceCase(due_stage ?? 'every stage');

/** Returns what a document has to show. */
export function shownText({ needs_file, expires, max_age_days }: Asked): string {
  const shown = [
    ...(needs_file ? ['a file'] : []),
    ...(expires ? ['its expiry'] : []),
    ...(max_age_days === null ? [] : [`an issue at most ${daysText(max_age_days)} ago`]),
  ];
  return shown.length === 0 ? 'Nothing' : sentenceCase(shown.join(', '));
}
