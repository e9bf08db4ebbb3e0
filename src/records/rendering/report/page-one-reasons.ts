import type { VerdictReason } from '../../../clearance/vocabulary/room-state.ts';
import type { EditionContent } from '../../editions/edition-content.ts';
import { shortened } from '../../wording/shortened.ts';
import { criticalityWord, type Label, reasonLabel } from '../../wording/vocabulary.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { cellPlace, rowHeight } from './table-rows.ts';

interface ReasonRow {
  label: Label;
  subject: string;
  detail: string;
  height: number | null;
}

export interface ReasonTable {
  columns: number[];
  rows: ReasonRow[];
}

/** The reasons that page one has room for. */
interface ReasonList {
  table: ReasonTable;
  /** How many more stand in the section "Findings in full". */
  more: number;
}

/** The reasons of a verdict, for page one and in full where page one cannot hold them. */
export interface PageOneReasons {
  blocking: ReasonList;
  subjects: ReasonList;
  inFull: { blocking: ReasonTable; subjects: ReasonTable } | null;
}

/** The finding, its subject, and its details. */
const COLUMNS = { finding: 88, subject: 215, detail: 190 };
const SIZE = 9;
/** The symbol before the word, with its space. */
const SYMBOL_WIDTH = 12;
/** Page one shows the beginning of a longer text. */
const LONGEST = 200;
/** Room for subjects that blocking reasons must leave, in points, if there are as many. */
const SUBJECT_SHARE = 48;
/** The height of an exception, which should stand on page one, and the most that exceptions take. */
const EXCEPTION_SHARE = 30;
const MOST_EXCEPTIONS = 6;
/** More never fit on one page; so that no more are prepared for it. */
const MOST = 30;

export function pageOneReasons(
  { verdict, documents, approvals }: EditionContent,
  budget: number,
  setter: TextSetter,
): PageOneReasons {
  const known = new Map(documents?.map((document) => [document.id, document]));
  const detailOf = ({ subject, text, document_id }: VerdictReason): string => {
    const document = document_id === null ? undefined : known.get(document_id);
    const weight = document && criticalityWord(document.criticality);
    const need = document?.required ? 'required' : undefined;
    const notes = [weight, need].filter(Boolean);
    const found = findingIn(text, subject);
    return [notes.length > 0 ? found.replace(/\.$/, '') : found, ...notes].filter(Boolean).join(' · ');
  };
  const texts = (reasons: VerdictReason[]): ReasonTexts[] =>
    reasons.map((reason) => ({
      label: { ...reasonLabel(reason.code), ...(!reason.blocking && { tone: 'warn' }) },
      subject: reason.subject,
      detail: detailOf(reason),
    }));
  const all = {
    blocking: texts(verdict.reasons.filter(({ blocking }) => blocking)),
    subjects: texts(verdict.reasons.filter(({ blocking }) => !blocking)),
  };
  // Approvals that are awaited have a list of their own on page one.
  const isListed = ({ code }: VerdictReason): boolean =>
    approvals !== undefined && code === 'approval_pending';
  const shown = texts(verdict.reasons.filter((reason) => reason.blocking && !isListed(reason)));
  const share = Math.min(shareOf(verdict.reasons), heightOf(brief(all.subjects, setter)));
  const blocking = firstRows(brief(shown, setter), budget - share);
  const subjects = firstRows(brief(all.subjects, setter), budget - heightOf(blocking));
  const isCut =
    blocking.rows.length < shown.length ||
    subjects.rows.length < all.subjects.length ||
    [...shown, ...all.subjects].some(({ subject, detail }) => isLong(subject) || isLong(detail));
  return {
    blocking: { table: blocking, more: shown.length - blocking.rows.length },
    subjects: { table: subjects, more: all.subjects.length - subjects.rows.length },
    inFull: isCut
      ? { blocking: reasonTable(all.blocking, setter), subjects: reasonTable(all.subjects, setter) }
      : null,
  };
}

const shareOf = (reasons: VerdictReason[]): number => {
  const exceptions = reasons.filter(({ code }) => code === 'exception').length;
  return SUBJECT_SHARE + Math.min(exceptions, MOST_EXCEPTIONS) * EXCEPTION_SHARE;
};

interface ReasonTexts {
  label: Label;
  subject: string;
  detail: string;
}

const isLong = (text: string): boolean => shortened(text, LONGEST) !== text;

const brief = (reasons: ReasonTexts[], setter: TextSetter): ReasonTable =>
  reasonTable(
    reasons.slice(0, MOST).map(({ label, subject, detail }) => ({
      label,
      subject: shortened(subject, LONGEST),
      detail: shortened(detail, LONGEST),
    })),
    setter,
  );

const reasonTable = (reasons: ReasonTexts[], setter: TextSetter): ReasonTable => ({
  columns: Object.values(COLUMNS),
  rows: reasons.map((reason) => reasonRow(reason, setter)),
});

function reasonRow({ label, subject, detail }: ReasonTexts, setter: TextSetter): ReasonRow {
  const word = setter.lines(label.word, cellPlace(COLUMNS.finding - SYMBOL_WIDTH, SIZE, true));
  const what = setter.lines(subject, cellPlace(COLUMNS.subject, SIZE, true));
  const more = setter.lines(detail, cellPlace(COLUMNS.detail, SIZE));
  return {
    label: { ...label, word: word.join('\n') },
    subject: what.join('\n'),
    detail: more.join('\n'),
    height: rowHeight(...[word, what, more].map((lines) => lines.map(() => SIZE))),
  };
}

/**
 * Returns the part of a reason beyond its subject and kind: dates, or who refused. Returns nothing for a reason that
 * only repeats the kind, such as "Crew list: missing."
 */
function findingIn(text: string, subject: string): string {
  if (!text.startsWith(subject)) return text;
  const rest = text.slice(subject.length).replace(/^[:,]?\s+/, '');
  return /^(missing|rejected|expired|under review)\.$/.test(rest)
    ? ''
    : rest.charAt(0).toUpperCase() + rest.slice(1);
}

const heightOf = ({ rows }: ReasonTable): number => rows.reduce((sum, { height }) => sum + (height ?? 0), 0);

function firstRows(table: ReasonTable, budget: number): ReasonTable {
  let left = budget;
  const end = table.rows.findIndex(({ height }) => {
    left -= height ?? budget;
    return left < 0;
  });
  return { ...table, rows: end === -1 ? table.rows : table.rows.slice(0, end) };
}
