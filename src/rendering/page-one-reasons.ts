import type { VerdictReason } from '../rooms/room-state.ts';
import type { TextSetter } from './printable-text.ts';
import { shortened } from './shortened.ts';
import { type TextTable, textTable } from './table-rows.ts';

/** The reasons that page one has room for. */
interface ReasonList {
  table: TextTable;
  /** How many more stand in the section "Findings in full". */
  more: number;
}

/** The reasons of a verdict, for page one and in full where page one cannot hold them. */
export interface PageOneReasons {
  blocking: ReasonList;
  subjects: ReasonList;
  inFull: { blocking: TextTable; subjects: TextTable } | null;
}

/** What it is about, and the sentence; the symbol before them is the template's. */
const COLUMNS = [168, 311];
const SIZE = 9;
/** Page one shows the beginning of a longer text. */
const LONGEST = 140;
/** Room for subjects that blocking reasons must leave, in points. */
const SUBJECT_SHARE = 48;

export function pageOneReasons(reasons: VerdictReason[], budget: number, setter: TextSetter): PageOneReasons {
  const texts = (blocking: boolean): string[][] =>
    reasons.filter((reason) => reason.blocking === blocking).map(({ subject, text }) => [subject, text]);
  const table = (rows: string[][]): TextTable => textTable(rows, COLUMNS, SIZE, setter);
  const brief = (rows: string[][]): TextTable =>
    table(rows.map((row) => row.map((text) => shortened(text, LONGEST))));

  const allBlocking = texts(true);
  const allSubjects = texts(false);
  const share = allSubjects.length > 0 ? SUBJECT_SHARE : 0;
  const blocking = firstRows(brief(allBlocking.slice(0, MOST)), budget - share);
  const subjects = firstRows(brief(allSubjects.slice(0, MOST)), budget - heightOf(blocking));
  const isCut =
    blocking.rows.length < allBlocking.length ||
    subjects.rows.length < allSubjects.length ||
    [...allBlocking, ...allSubjects].some((row) => row.some((text) => shortened(text, LONGEST) !== text));
  return {
    blocking: { table: blocking, more: allBlocking.length - blocking.rows.length },
    subjects: { table: subjects, more: allSubjects.length - subjects.rows.length },
    inFull: isCut ? { blocking: table(allBlocking), subjects: table(allSubjects) } : null,
  };
}

/** More never fit on one page; so that no more are prepared for it. */
const MOST = 30;

const heightOf = ({ rows }: TextTable): number => rows.reduce((sum, { height }) => sum + (height ?? 0), 0);

function firstRows(table: TextTable, budget: number): TextTable {
  let left = budget;
  const end = table.rows.findIndex(({ height }) => {
    left -= height ?? budget;
    return left < 0;
  });
  return { ...table, rows: end === -1 ? table.rows : table.rows.slice(0, end) };
}
