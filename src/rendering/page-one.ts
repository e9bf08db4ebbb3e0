import type { EditionContent } from '../editions/edition-content.ts';
import { type PageOneReasons, pageOneReasons } from './page-one-reasons.ts';
import type { TextSetter } from './printable-text.ts';
import { shortened } from './shortened.ts';
import { type TextTable, textTable } from './table-rows.ts';
import { localText, utcText } from './time-text.ts';
import { type Label, outcomeLabel, readable, statusLabel } from './vocabulary.ts';

/** What a person looks at first. */
export interface PageOne {
  title: string;
  titleSize: number;
  facts: [label: string, value: string][];
  verdict: Label & { sentence: string };
  reasons: PageOneReasons;
  outstanding: { table: TextTable; more: number } | null;
  figures: { value: string; label: string }[];
  leftOut: string;
}

const PAGE_WIDTH = 493;
/** Page one shows the beginning of a longer text, the sections show it in full. */
const LONGEST_TITLE = 180;
const LONGEST_FACT = 120;
const MOST_SHIPS = 4;
const MOST_OUTSTANDING = 5;
/** Who, and since when. */
const OUTSTANDING_COLUMNS = [363, 130];
const OUTSTANDING_ROW = 15.2;
/** The height that reasons and outstanding approvals share on page one, when all else is at its highest. */
const LIST_HEIGHT = 235;

export function pageOne(content: EditionContent, setter: TextSetter, leftOut: readonly string[]): PageOne {
  const { room, verdict } = content;
  const title = shortened(setter.oneLine(room.title), LONGEST_TITLE);
  const titleSize = title.length <= 60 ? 22 : title.length <= 110 ? 17 : 13;
  const approvals = outstanding(content, setter);
  const budget = LIST_HEIGHT - (approvals?.table.rows.length ?? 0) * OUTSTANDING_ROW;
  const blocking = verdict.reasons.filter((reason) => reason.blocking).length;
  return {
    title: setter.lines(title, { width: PAGE_WIDTH, size: titleSize, strong: true }).join('\n'),
    titleSize,
    facts: headFacts(content, setter),
    verdict: {
      ...outcomeLabel(verdict.outcome),
      sentence: sentence(verdict.outcome, blocking, verdict.reasons.length - blocking),
    },
    reasons: pageOneReasons(verdict.reasons, budget, setter),
    outstanding: approvals,
    figures: figures(content),
    leftOut: leftOut.join(', '),
  };
}

function headFacts({ room, vessels }: EditionContent, setter: TextSetter): [string, string][] {
  const print = (text: string): string =>
    setter.lines(shortened(setter.oneLine(text), LONGEST_FACT), { width: 420, size: 9 }).join('\n');
  const local = localText(room.sts_eta, room.time_zone);
  const ships = vessels.slice(0, MOST_SHIPS).map(({ name }) => shortened(name, 40));
  if (vessels.length > MOST_SHIPS) ships.push(`and ${vessels.length - MOST_SHIPS} more`);
  return [
    ['Location', print(room.location)],
    ['ETA', print([utcText(room.sts_eta), local].filter((text) => text !== undefined).join('  ·  '))],
    ['Ships', print(ships.join('  ·  ') || '–')],
    ['Room status', print(readable(room.status))],
  ];
}

function sentence(outcome: string, blocking: number, subjects: number): string {
  const points = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
  const subject = points(subjects, 'subject remains open', 'subjects remain open');
  const blocks = points(blocking, 'point blocks the operation', 'points block the operation');
  if (blocking > 0) return subjects === 0 ? `${blocks}.` : `${blocks}; ${subject}.`;
  if (subjects > 0) return `${subject}; nothing blocks the operation.`;
  return outcome === 'cleared' ? 'Nothing stands against the operation.' : 'No reason was recorded.';
}

function outstanding({ approvals }: EditionContent, setter: TextSetter): PageOne['outstanding'] {
  if (approvals === undefined) return null;
  const open = approvals.filter(({ status }) => status === 'pending');
  const rows = open.slice(0, MOST_OUTSTANDING).map((approval) => {
    const party = [approval.party_name, readable(approval.party_role), approval.vessel_name];
    const text = party.filter((part) => part !== null).join(', ');
    return [shortened(setter.oneLine(text), 80), `since ${utcText(approval.requested_at)}`];
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
    for (const status of ['missing', 'rejected', 'expired', 'under_review']) {
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
