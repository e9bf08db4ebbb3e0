import type { ApprovalState } from '../../../clearance/vocabulary/room-state.ts';
import type { EditionContent } from '../../editions/edition-content.ts';
import { concernText } from '../../wording/approval-text.ts';
import { utcText } from '../../wording/time-text.ts';
import { type Label, readable, statusLabel } from '../../wording/vocabulary.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { type ApprovalMatrix, approvalMatrix } from './approval-matrix.ts';
import { cellPlace, rowHeight } from './table-rows.ts';

interface ApprovalRow {
  party: string;
  role: string;
  ship: string;
  status: Label;
  when: string;
  note: string;
  height: number | null;
}

export interface ApprovalSection {
  matrix: ApprovalMatrix | null;
  columns: number[];
  rows: ApprovalRow[];
}

const COLUMNS = { party: 160, role: 58, ship: 85, status: 66, when: 124 };
const SIZE = 8.5;
const SMALL = 7.5;

/** Returns the section of approvals: the matrix if ships have approvals, and each approval in full. */
export const approvalSection = (
  { approvals = [], vessels }: EditionContent,
  setter: TextSetter,
): ApprovalSection => ({
  matrix: approvalMatrix(approvals, vessels, setter),
  columns: Object.values(COLUMNS),
  rows: approvals.map((approval) => approvalRow(approval, setter)),
});

function approvalRow(approval: ApprovalState, setter: TextSetter): ApprovalRow {
  const party = setter.lines(approval.party_name, cellPlace(COLUMNS.party, SIZE));
  const note = remarks(approval).flatMap((text) => setter.paragraphs(text, cellPlace(COLUMNS.party, SMALL)));
  const role = setter.lines(readable(approval.party_role), cellPlace(COLUMNS.role, SIZE));
  const ship = setter.lines(concernText(approval), cellPlace(COLUMNS.ship, SIZE));
  const label = statusLabel(approval.status);
  const word = setter.lines(label.word, cellPlace(COLUMNS.status - 10, SIZE, true));
  const times = [`Asked ${utcText(approval.requested_at)}`];
  if (approval.status !== 'pending') times.push(`Answered ${utcText(approval.updated_at)}`);
  const when = times.flatMap((text) => setter.lines(text, cellPlace(COLUMNS.when, SMALL)));
  const size = (value: number) => () => value;
  return {
    party: party.join('\n'),
    role: role.join('\n'),
    ship: ship.join('\n'),
    status: { ...label, word: word.join('\n') },
    when: when.join('\n'),
    note: note.map((line) => `\n${line}`).join(''),
    height: rowHeight(
      [...party.map(size(SIZE)), ...note.map(size(SMALL))],
      role.map(size(SIZE)),
      ship.map(size(SIZE)),
      word.map(size(SIZE)),
      when.map(size(SMALL)),
    ),
  };
}

/** Returns what an approval was given for, its subjects and its note. */
function remarks({ given_for_revision, lapsed_because, subjects = [], note }: ApprovalState): string[] {
  const given = given_for_revision == null ? [] : [`Given for revision ${given_for_revision}`];
  const lapsed = lapsed_because == null ? [] : [`Lapsed: ${lapsed_because} changed since`];
  const conditions = subjects.map(({ text, lifted_by, lifted_at, reason }) =>
    lifted_at === null
      ? `Subject: ${text}`
      : `Subject: ${text} Lifted by ${lifted_by}, ${utcText(lifted_at)}: ${reason}`,
  );
  return [...given, ...lapsed, ...conditions, ...(note ? [note] : [])];
}
