import type { ActivityDifference, Change, ChangeKind } from '../../difference/difference.ts';
import type { ChangesSince } from '../../editions/edition-content.ts';
import { utcText } from '../../wording/time-text.ts';
import { TEXT_WIDTH } from '../design/paper.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { type TextTable, textTable } from './table-rows.ts';

/** The changes since an earlier snapshot, one sentence each. */
export interface ChangesSection {
  /** Since when. */
  note: string;
  groups: { heading: string; table: TextTable }[];
  /** Remarks on the whole: the new activity, and the sections that were not compared. */
  remarks: string[];
}

/** The kind of a change, and its subject. */
const COLUMNS = [70, 423];
const SIZE = 8.5;

const KINDS: Record<ChangeKind, string> = { added: '+ Added', removed: '– Removed', changed: '→ Changed' };

type Row = [kind: string, text: string];

export function changesSection(changes: ChangesSince, setter: TextSetter): ChangesSection {
  const { operation, vessels, parties, document_types, documents, approvals } = changes;
  const groups: [heading: string, rows: Row[]][] = [
    ['Verdict', verdictRows(changes.verdict)],
    ['Operation', changeRows(operation)],
    ['Ships', changeRows(vessels)],
    ['Parties', changeRows(parties)],
    ['Document types', changeRows(document_types)],
    ['Documents', changeRows(documents)],
    ['Approvals', changeRows(approvals)],
  ];
  const { since } = changes;
  const taken = utcText(since.taken_at, 'seconds');
  const note = `Since snapshot ${since.snapshot_id}, taken ${taken} at revision ${since.revision} of the room.`;
  const remarks = [
    ...(changes.equal ? ['Nothing has changed in what both snapshots show.'] : []),
    ...(changes.activity ? activityRemark(changes.activity) : []),
    ...changes.not_compared.map(({ text }) => `${text}.`),
  ];
  return {
    note,
    groups: groups
      .filter(([, rows]) => rows.length > 0)
      .map(([heading, rows]) => ({ heading, table: textTable(rows, COLUMNS, SIZE, setter) })),
    remarks: remarks.map((text) => setter.lines(text, { width: TEXT_WIDTH, size: SIZE }).join('\n')),
  };
}

const changeRows = (changes: Change[] | null): Row[] =>
  (changes ?? []).map(({ kind, text }) => [KINDS[kind], text]);

const verdictRows = ({ text, reasons_came, reasons_went }: ChangesSince['verdict']): Row[] => [
  ...(text === null ? [] : [[KINDS.changed, text] satisfies Row]),
  ...reasons_came.map((reason): Row => ['+ New', reason.text]),
  ...reasons_went.map((reason): Row => ['✓ Settled', reason.text]),
];

/** Returns a remark about new activity. The section of the activity has the entries themselves. */
function activityRemark({ count, entries }: ActivityDifference): string[] {
  const [first, last] = [entries.at(0), entries.at(-1)];
  if (!first || !last) return [];
  if (count === 1) return [`Activity: one new entry, of ${utcText(first.at, 'seconds')}.`];
  return [
    `Activity: ${count} new entries, from ${utcText(first.at, 'seconds')} to ${utcText(last.at, 'seconds')}.`,
  ];
}
