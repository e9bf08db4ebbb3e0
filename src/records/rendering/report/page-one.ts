import { labelOf } from '../../../clearance/vocabulary/label.ts';
import type { Verdict } from '../../../clearance/vocabulary/room-state.ts';
import type { EditionContent } from '../../editions/edition-content.ts';
import { concernText } from '../../wording/approval-text.ts';
import { shortened } from '../../wording/shortened.ts';
import { utcText } from '../../wording/time-text.ts';
import { type Label, readable, stageWord, statusLabel, verdictLabel } from '../../wording/vocabulary.ts';
import { type Paper, TEXT_WIDTH } from '../design/paper.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { bothTimes, daysText, operationWindow } from './operation-window.ts';
import { type PageOneReasons, pageOneReasons } from './page-one-reasons.ts';
import { roomForLists } from './page-one-room.ts';
import { type TextTable, textTable } from './table-rows.ts';

/** The page that a person reads first. */
export interface PageOne {
  title: string;
  titleSize: number;
  facts: [label: string, value: string][];
  verdict: Label & { sentence: string };
  reasons: PageOneReasons;
  outstanding: ShortList | null;
  /** What a later stage needs, if nothing blocks the present one or page one has room for it. */
  dueLater: ShortList | null;
  figures: { value: string; label: string }[];
  leftOut: string;
}

/** The first rows of a table, and how many follow elsewhere. */
interface ShortList {
  table: TextTable;
  more: number;
}

/** Page one shows the beginning of a longer text, the sections show it in full. */
const MAX_TITLE_LENGTH = 180;
const MAX_FACT_LENGTH = 120;
const MAX_SHIPS = 4;
const MAX_OUTSTANDING = 5;
const MAX_DUE_LATER = 8;
/** What, and by which stage. */
const DUE_LATER_COLUMNS = [368, 125];
/** Who, for what, and since when. */
const OUTSTANDING_COLUMNS = [258, 125, 110];

export function pageOne(
  content: EditionContent,
  paper: Paper,
  leftOut: readonly string[],
  setter: TextSetter,
): PageOne {
  const { room, verdict } = content;
  const shown = shortened(setter.oneLine(room.title), MAX_TITLE_LENGTH);
  const titleSize = shown.length <= 60 ? 22 : shown.length <= 110 ? 17 : 13;
  const title = setter.lines(shown, { width: TEXT_WIDTH, size: titleSize, strong: true });
  const facts = headFacts(content, setter);
  const approvals = outstanding(content, setter);
  const blocking = verdict.reasons.filter((reason) => reason.blocking).length;
  const subjects = verdict.reasons.length - blocking;
  const reasonsBeside = (later: ShortList | null): PageOneReasons => {
    const lists = [blocking, subjects, approvals?.table.rows.length, later?.table.rows.length];
    const budget = roomForLists(paper, {
      titleLines: title.length,
      titleSize,
      factLines: facts.reduce((sum, [, value]) => sum + value.split('\n').length, 0),
      hasFigures: figures(content).length > 0,
      lists: lists.filter(Boolean).length,
      hasLeftOut: leftOut.length > 0,
    });
    return pageOneReasons(content, budget - heightOf(approvals?.table) - heightOf(later?.table), setter);
  };
  const later = dueLater(content, setter);
  const besideLater = reasonsBeside(later);
  const hasRoom = blocking === 0 || besideLater.blocking.more + besideLater.subjects.more === 0;
  return {
    title: title.join('\n'),
    titleSize,
    facts,
    verdict: {
      ...verdictLabel(verdict),
      sentence: sentence(verdict, blocking),
    },
    reasons: hasRoom ? besideLater : reasonsBeside(null),
    outstanding: approvals,
    dueLater: hasRoom ? later : null,
    figures: figures(content),
    leftOut: leftOut.join(', '),
  };
}

const heightOf = (table: TextTable | undefined): number =>
  table?.rows.reduce((sum, { height }) => sum + (height ?? 0), 0) ?? 0;

function headFacts({ room, vessels }: EditionContent, setter: TextSetter): [string, string][] {
  const print = (text: string): string =>
    setter.lines(shortened(setter.oneLine(text), MAX_FACT_LENGTH), { width: 420, size: 9 }).join('\n');
  const window = operationWindow(room);
  const margin = `${daysText(room.expiry_margin_days)} after the expected end`;
  const ships = vessels.slice(0, MAX_SHIPS).map((vessel) => shortened(labelOf(vessel), 60));
  if (vessels.length > MAX_SHIPS) ships.push(`and ${vessels.length - MAX_SHIPS} more`);
  return [
    ['Location', print(room.location)],
    ['Ships', print(ships.join('  ·  ') || '–')],
    ['ETA', print(bothTimes(room.sts_eta, room.time_zone))],
    ['Expected end', print(window ? bothTimes(window.end, room.time_zone) : '–')],
    ['Documents', window ? `must be valid until ${window.needed}, ${margin}` : '–'],
    ['Room status', print(readable(room.status))],
  ];
}

function sentence({ outcome, reasons, due_later = [] }: Verdict, blocking: number): string {
  const subjects = reasons.length - blocking;
  const later = due_later.length === 0 ? '' : ` ${due_later.length} more due at later stages.`;
  return findings(outcome, blocking, subjects) + later;
}

function findings(outcome: string, blocking: number, subjects: number): string {
  const points = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
  const subject = points(subjects, 'subject remains open', 'subjects remain open');
  const blocks = points(blocking, 'point blocks the operation', 'points block the operation');
  if (blocking > 0) return subjects === 0 ? `${blocks}.` : `${blocks}; ${subject}.`;
  if (subjects > 0) return `${subject}; nothing blocks the operation.`;
  return outcome === 'cleared' ? 'Nothing stands against the operation.' : 'No reason was recorded.';
}

function dueLater({ verdict: { due_later = [] } }: EditionContent, setter: TextSetter): ShortList | null {
  const rows = due_later
    .slice(0, MAX_DUE_LATER)
    .map(({ subject, due_stage }) => [
      shortened(setter.oneLine(subject), 90),
      due_stage === undefined ? '' : stageWord(due_stage),
    ]);
  if (rows.length === 0) return null;
  return { table: textTable(rows, DUE_LATER_COLUMNS, 9, setter), more: due_later.length - rows.length };
}

function outstanding({ approvals }: EditionContent, setter: TextSetter): PageOne['outstanding'] {
  if (approvals === undefined) return null;
  // One that lapsed is a finding of its own.
  const open = approvals.filter(({ status, lapsed_because }) => status === 'pending' && !lapsed_because);
  const rows = open.slice(0, MAX_OUTSTANDING).map((approval) => {
    const party = `${approval.party_name}, ${readable(approval.party_role)}`;
    const ship = concernText(approval);
    return [
      shortened(setter.oneLine(party), 55),
      shortened(setter.oneLine(ship), 24),
      utcText(approval.requested_at),
    ];
  });
  return { table: textTable(rows, OUTSTANDING_COLUMNS, 9, setter), more: open.length - rows.length };
}

function figures({ documents, approvals }: EditionContent): PageOne['figures'] {
  const figure = (value: string | number, label: string) => ({ value: String(value), label });
  const result: PageOne['figures'] = [];
  if (documents !== undefined) {
    const required = documents.filter((document) => document.required);
    const approved = required.filter(({ status }) => status === 'approved').length;
    result.push(figure(`${approved} of ${required.length}`, 'required approved'));
    for (const status of ['missing', 'rejected', 'expired', 'under_review'] as const) {
      const count = documents.filter((document) => document.status === status).length;
      result.push(figure(count, statusLabel(status).word.toLowerCase()));
    }
  }
  if (approvals !== undefined) {
    const given = approvals.filter(({ status }) => status === 'approved').length;
    result.push(figure(`${given} of ${approvals.length}`, 'approvals given'));
  }
  return result;
}
