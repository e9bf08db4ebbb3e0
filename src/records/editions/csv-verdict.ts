import type { Verdict, VerdictReason } from '../../clearance/vocabulary/room-state.ts';
import type { CsvCell } from '../../platform/kernel/csv-text.ts';

/** A row for each reason, and for what is due later. */
type VerdictRow = { [Name in Column]?: CsvCell };
type Column = (typeof COLUMNS)[number] | (typeof LATER_COLUMNS)[number];

const COLUMNS = [
  'outcome',
  'blocking',
  'code',
  'subject',
  'text',
  'document_id',
  'approval_id',
] as const satisfies readonly ('outcome' | keyof VerdictReason)[];

/** The columns that a verdict of before 0.3.0 lacks. */
const LATER_COLUMNS = ['stage', 'due_later', 'action', 'acts', 'party_id', 'rule_set'] as const;

export const verdictColumns = ({ stage }: Verdict): Column[] =>
  stage === undefined ? [...COLUMNS] : [...COLUMNS, ...LATER_COLUMNS];

export function verdictRows({ outcome, reasons, stage, due_later = [], rule_set }: Verdict): VerdictRow[] {
  const rules = rule_set === undefined ? null : `${rule_set.name} ${rule_set.version}`;
  const always = { outcome, stage: stage ?? null, rule_set: rules };
  const toRow =
    (isLater: boolean) =>
    ({ acts, ...reason }: VerdictReason) => ({
      ...always,
      ...reason,
      due_later: isLater,
      acts: acts?.join(' ') ?? null,
    });
  const rows: VerdictRow[] = [...reasons.map(toRow(false)), ...due_later.map(toRow(true))];
  return rows.length === 0 ? [always] : rows;
}
