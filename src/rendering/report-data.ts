import type { EditionContent } from '../editions/edition-content.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256 } from '../kernel/hash.ts';
import type { ActivityState } from '../rooms/room-state.ts';
import { type ApprovalTable, approvalTable } from './approval-table.ts';
import { type DocumentGroup, documentGroups } from './document-groups.ts';
import { FONT_FAMILIES } from './fonts.ts';
import { latestInstant } from './latest-instant.ts';
import {
  FACT_COLUMNS,
  FACT_SIZE,
  type OperationFacts,
  operationFacts,
  partyTable,
  type ShipTable,
  shipTables,
} from './operation-facts.ts';
import { type PageBreaks, pageBreaks, partsOfTable } from './page-breaks.ts';
import { type PageOne, pageOne } from './page-one.ts';
import type { TextSetter } from './printable-text.ts';
import { shortened } from './shortened.ts';
import { STAMP_BOX } from './stamp-box.ts';
import { type TextTable, textTable } from './table-rows.ts';
import { dateParts, unlabelledUtcText, utcText } from './time-text.ts';

/** Everything the template prints, ready to be set: the template chooses no words and computes nothing. */
export interface ReportData {
  fonts: readonly string[];
  stampBox: { width: number; height: number; bottom: number };
  document: { title: string; description: string; date: number[]; keywords: string[] };
  runningTitle: string;
  /** With their numbers. */
  headings: Record<Section, string>;
  /** Sections that begin on a new page. */
  breaks: PageBreaks;
  pageOne: PageOne;
  operation: OperationFacts;
  ships: ShipTable[];
  parties: TextTable;
  documents: DocumentGroup[] | null;
  approvals: ApprovalTable | null;
  /** One table, or several that each fill some pages. */
  activity: TextTable[] | null;
  statement: { table: TextTable; paragraphs: string[] };
}

const OPTIONAL_SECTIONS = ['documents', 'approvals', 'activity'] as const;
const SECTIONS = ['operation', 'ships', 'parties', ...OPTIONAL_SECTIONS, 'statement'] as const;
type Section = (typeof SECTIONS)[number];

/** Time, who, what. */
const ACTIVITY_COLUMNS = [88, 105, 300];
const ACTIVITY_SIZE = 8;

/** The data of a report, and the canonical JSON that is attached to it. */
export interface PreparedReport {
  data: ReportData;
  attachment: string;
}

/** Turns content into what the template prints. Pure: equal content gives equal data. */
export function prepareReport(content: EditionContent, setter: TextSetter): PreparedReport {
  const attachment = canonicalJson(content);
  const date = latestInstant(content);
  const leftOut = OPTIONAL_SECTIONS.filter((section) => content[section] === undefined);
  const title = setter.oneLine(content.room.title);
  const activity = content.activity ? activityTable(content.activity, setter) : null;
  const sections = {
    operation: operationFacts(content.room, setter),
    ships: shipTables(content.vessels, setter),
    parties: partyTable(content.parties, setter),
    documents: content.documents ? documentGroups(content.documents, setter) : null,
  };
  const breaks = pageBreaks({ ...sections, activity });
  const data: ReportData = {
    fonts: FONT_FAMILIES,
    stampBox: { width: STAMP_BOX.width, height: STAMP_BOX.height, bottom: STAMP_BOX.y },
    document: {
      title: `Clearance record: ${shortened(title, 300)}`,
      description: 'The record of a ship-to-ship clearance room, with its data attached as JSON.',
      date: dateParts(date),
      keywords: ['ship-to-ship', 'STS', 'clearance'],
    },
    runningTitle: shortened(title, 70),
    headings: headings(leftOut),
    breaks,
    pageOne: pageOne(content, setter, leftOut),
    ...sections,
    approvals: content.approvals ? approvalTable(content.approvals, setter) : null,
    activity: activity && (breaks.activity ? partsOfTable(activity) : [activity]),
    statement: {
      table: textTable(statementFacts(content, date, attachment, leftOut), FACT_COLUMNS, FACT_SIZE, setter),
      paragraphs: STATEMENT,
    },
  };
  return { data, attachment };
}

const STATEMENT = [
  'This record shows the room as it stood at one moment. The stamp on page one says who asked for it, when, under which snapshot and for which revision of the room. What nobody entered is shown as a dash.',
  'The same data is attached to this file as content.json, in the canonical form of RFC 8785. Where a character cannot be printed, the page shows its number, such as [U+1F6A2]; the attached data keeps the original.',
  'To verify this file, run “roomshot verify FILE”. It checks the signature, that nothing was changed or appended afterwards, and that the attached data is what was recorded. Any PDF reader that shows digital signatures can check the signature, too.',
];

const NAMES: Record<Section, string> = {
  operation: 'Operation',
  ships: 'Ships',
  parties: 'Parties',
  documents: 'Documents',
  approvals: 'Approvals',
  activity: 'Activity',
  statement: 'This record',
};

/** Numbered here, because counting in Typst makes it lay out the report twice. */
function headings(leftOut: readonly Section[]): Record<Section, string> {
  const shown = SECTIONS.filter((section) => !leftOut.includes(section));
  return Object.fromEntries(
    SECTIONS.map((section) => [section, `${shown.indexOf(section) + 1}  ${NAMES[section]}`]),
  ) as Record<Section, string>;
}

/** Complete, oldest first. */
const activityTable = (activity: ActivityState[], setter: TextSetter): TextTable =>
  textTable(
    activity.map(({ at, actor, summary }) => [unlabelledUtcText(at), actor, summary]),
    ACTIVITY_COLUMNS,
    ACTIVITY_SIZE,
    setter,
  );

function statementFacts(
  content: EditionContent,
  date: string,
  attachment: string,
  leftOut: readonly Section[],
): string[][] {
  const counts = OPTIONAL_SECTIONS.flatMap((section) => {
    const entries = content[section];
    return entries === undefined ? [] : `${section} (${entries.length})`;
  });
  return [
    ['Room', content.room.id],
    ['Latest change shown', utcText(date, 'seconds')],
    ['Included', ['operation', 'ships', 'parties', ...counts].join(', ')],
    ['Left out on request', leftOut.join(', ') || 'nothing'],
    ['SHA-256 of the attached data', sha256(attachment)],
  ];
}
