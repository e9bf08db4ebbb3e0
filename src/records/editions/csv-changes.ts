import type { CsvCell } from '../../platform/kernel/csv-text.ts';
import type { Change } from '../difference/difference.ts';
import { actorText } from '../wording/activity-text.ts';
import type { ChangesSince } from './edition-content.ts';

/** A row for each changed field, or for a change without fields. */
export const CHANGE_FIELDS = [
  'since_snapshot',
  'since',
  'section',
  'kind',
  'id',
  'name',
  'field',
  'before',
  'after',
  'text',
] as const;

type ChangeRow = Record<(typeof CHANGE_FIELDS)[number], CsvCell>;
type Entry = Pick<ChangeRow, 'section' | 'kind' | 'text'> & Partial<ChangeRow>;

export function changeRows(changes: ChangesSince): ChangeRow[] {
  const { verdict, activity, operation, vessels, parties, document_types, documents, approvals } = changes;
  const lists = { operation, vessels, parties, document_types, documents, approvals };
  const reason =
    (kind: string) =>
    ({ text, document_id, approval_id }: ChangesSince['verdict']['reasons_came'][number]): Entry => ({
      ...{ section: 'verdict', kind, text },
      ...{ id: document_id ?? approval_id, field: 'reasons' },
    });
  const outcome: Entry[] =
    verdict.text === null
      ? []
      : [
          {
            ...{ section: 'verdict', kind: 'changed', text: verdict.text },
            ...{ field: 'outcome', before: verdict.from, after: verdict.to },
          },
        ];
  const entries: Entry[] = [
    ...outcome,
    ...verdict.reasons_came.map(reason('added')),
    ...verdict.reasons_went.map(reason('removed')),
    ...Object.entries(lists).flatMap(([section, list]) =>
      (list ?? []).flatMap((change) => fieldRows(section, change)),
    ),
    ...(activity?.entries ?? []).map((entry) => ({
      ...{ section: 'activity', kind: 'added', id: entry.id },
      ...{ name: actorText(entry), text: entry.summary },
    })),
    ...changes.not_compared.map(({ section, text }) => ({ section, kind: 'not_compared', text })),
  ];
  return entries.map((entry) => ({ ...EMPTY, ...sinceOf(changes), ...entry }));
}

const EMPTY = Object.fromEntries(CHANGE_FIELDS.map((field) => [field, null])) as ChangeRow;

const sinceOf = ({ since }: ChangesSince) => ({ since_snapshot: since.snapshot_id, since: since.taken_at });

function fieldRows(section: string, { kind, subject, fields, text }: Change): Entry[] {
  const row = { section, kind, id: subject.id, name: subject.name, text };
  if (fields.length === 0) return [row];
  return fields.map(({ field, before, after }) => ({ ...row, field, before, after }));
}
