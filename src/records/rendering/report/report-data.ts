import { hasCommercialTerms } from '../../../clearance/vocabulary/commercial-terms.ts';
import type { ActivityState } from '../../../clearance/vocabulary/room-state.ts';
import { canonicalJson } from '../../../platform/kernel/canonical-json.ts';
import { sha256 } from '../../../platform/kernel/hash.ts';
import type { EditionContent } from '../../editions/edition-content.ts';
import { actorText, isMessage } from '../../wording/activity-text.ts';
import { shortened } from '../../wording/shortened.ts';
import { dateParts, unlabelledUtcText } from '../../wording/time-text.ts';
import { stageWord } from '../../wording/vocabulary.ts';
import type { ReportDesign } from '../design/report-design.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { type ApprovalSection, approvalSection } from './approval-section.ts';
import { type ChangesSection, changesSection } from './changes-section.ts';
import { type DocumentSection, documentSection } from './document-section.ts';
import { latestInstant } from './latest-instant.ts';
import {
  FACT_COLUMNS,
  FACT_SIZE,
  type OperationFacts,
  operationFacts,
  partyTable,
} from './operation-facts.ts';
import { bothTimes, operationWindow } from './operation-window.ts';
import { type PageBreaks, pageBreaks, partsOfTable } from './page-breaks.ts';
import { type PageOne, pageOne } from './page-one.ts';
import { type ShipTable, shipTables } from './ship-tables.ts';
import { type TextTable, textTable } from './table-rows.ts';

/** Everything the template prints, ready to be set: the template chooses no words and computes nothing. */
export interface ReportData {
  fonts: readonly string[];
  document: { title: string; date: number[] };
  runningTitle: string;
  /** Headings with their numbers. */
  headings: Record<Section, string>;
  /** Sections that begin on a new page. */
  breaks: PageBreaks;
  pageOne: PageOne;
  /** Since an earlier snapshot, on request. */
  changes: ChangesSection | null;
  operation: OperationFacts;
  ships: ShipTable[];
  parties: TextTable;
  documents: DocumentSection | null;
  approvals: ApprovalSection | null;
  /** One table, or several that each fill some pages. */
  activity: TextTable[] | null;
  /** Whether a table of contents is worth its room. */
  hasContents: boolean;
  statement: { table: TextTable; record: string[]; verification: string[] };
}

const OPTIONAL_SECTIONS = ['documents', 'approvals', 'activity'] as const;
const SECTIONS = ['changes', 'operation', 'ships', 'parties', ...OPTIONAL_SECTIONS, 'statement'] as const;
type Section = (typeof SECTIONS)[number];

/** Time, who, what. */
const ACTIVITY_COLUMNS = [84, 129, 280];
const ACTIVITY_SIZE = 8;

/** The data of a report, and the canonical JSON that is attached to it. */
export interface PreparedReport {
  data: ReportData;
  attachment: string;
}

/**
 * Turns content into what the template prints. Pure: equal content gives equal data. Texts may contain the marks of
 * `direction.ts`.
 */
export function prepareReport(
  content: EditionContent,
  { name, notice, paper, verifyUrl }: ReportDesign,
  setter: TextSetter,
): PreparedReport {
  const attachment = canonicalJson(content);
  const date = latestInstant(content);
  const leftOut = OPTIONAL_SECTIONS.filter((section) => content[section] === undefined);
  const title = setter.oneLine(content.room.title);
  const activity = content.activity ? activityTable(content.activity, setter) : null;
  const sections = {
    changes: content.changes ? changesSection(content.changes, setter) : null,
    operation: operationFacts(content.room, setter),
    ships: shipTables(content, setter),
    parties: partyTable(content.parties, setter),
    documents: content.documents
      ? documentSection(content.documents, operationWindow(content.room)?.needed, setter)
      : null,
  };
  const breaks = pageBreaks(content);
  const data: ReportData = {
    fonts: setter.families(`${name}${notice}${attachment}`),
    document: {
      title: `Clearance record: ${shortened(title, 300)}`,
      date: dateParts(date),
    },
    runningTitle: setter.wholeLine(shortened(content.room.title, 70)),
    headings: headings(content.changes ? leftOut : ['changes', ...leftOut]),
    breaks,
    hasContents: isLong(content),
    pageOne: pageOne(content, paper, leftOut, setter),
    ...sections,
    approvals: content.approvals ? approvalSection(content, setter) : null,
    activity: activity && (breaks.activity ? partsOfTable(activity, paper) : [activity]),
    statement: {
      table: textTable(statementFacts(content, date, attachment, leftOut), FACT_COLUMNS, FACT_SIZE, setter),
      record: [RECORD, ...(content.verdict.rule_set ? [SCOPE] : []), ATTACHED],
      verification: verification(verifyUrl && setter.oneLine(verifyUrl)),
    },
  };
  return { data, attachment };
}

const RECORD =
  'This record shows the room as it stood at one moment. The stamp on page one says who asked for it, when, under which snapshot, and for which revision and state of the room. What nobody entered is shown as a dash. Nothing is shortened without standing in full elsewhere in the record.';

/** What the verdict says, and what it does not. */
const SCOPE =
  'The verdict is of the documentary status as the parties entered it, for one stage of the operation, by the rules that are named above. It was not judged whether what a document says is true, whether the ships, their crews and equipment are as stated, nor weather, traffic and the place. It does not replace the judgement of the Masters and of the person in overall advisory control.';

const ATTACHED =
  'The same data is attached to this file as content.json, in the canonical form of RFC 8785, with the verdict and its reasons. Where a character cannot be printed, the page shows its number, such as [U+1F6A2]; the attached data keeps the original.';

const verification = (url: string | null): string[] => [
  ...(url === null ? [] : [`Open ${url}, or scan the code, and give that page this file.`]),
  `${url === null ? 'Run' : 'Without a connection, run'} “roomshot verify FILE --certificate CERTIFICATE” with the certificate of those who made the record. It checks the signature, that nothing was changed or appended afterwards, and that the attached data is what was recorded.`,
  'Any PDF reader that shows digital signatures can check the signature, too. Paper proves nothing: verify the file.',
];

/** Rows of documents and activity from which a report has more than about ten pages. */
const LONG_REPORT = { documents: 60, activity: 250 };

const isLong = ({ documents = [], activity = [] }: EditionContent): boolean =>
  documents.length / LONG_REPORT.documents + activity.length / LONG_REPORT.activity > 1;

const NAMES: Record<Section, string> = {
  changes: 'Changes',
  operation: 'Operation',
  ships: 'Ships',
  parties: 'Parties',
  documents: 'Documents',
  approvals: 'Approvals',
  activity: 'Activity',
  statement: 'This record',
};

/** Numbered here, because counting in Typst makes it lay out the report twice. */
function headings(absent: readonly Section[]): Record<Section, string> {
  const shown = SECTIONS.filter((section) => !absent.includes(section));
  return Object.fromEntries(
    SECTIONS.map((section) => [section, `${shown.indexOf(section) + 1}  ${NAMES[section]}`]),
  ) as Record<Section, string>;
}

/** Complete, oldest first. */
const activityTable = (activity: ActivityState[], setter: TextSetter): TextTable =>
  textTable(
    activity.map((entry) => [
      unlabelledUtcText(entry.at),
      actorText(entry),
      isMessage(entry) ? { paragraphs: entry.summary } : entry.summary,
    ]),
    ACTIVITY_COLUMNS,
    ACTIVITY_SIZE,
    setter,
  );

const COMMERCIAL_INCLUDED = 'included: only for owner, broker, charterer and administrators';

function statementFacts(
  content: EditionContent,
  date: string,
  attachment: string,
  leftOut: readonly Section[],
): string[][] {
  const { rule_set, stage } = content.verdict;
  const counts = OPTIONAL_SECTIONS.flatMap((section) => {
    const entries = content[section];
    return entries === undefined ? [] : `${section} (${entries.length})`;
  });
  return [
    ['Room', content.room.id],
    ...(rule_set && stage
      ? [['Rules of the verdict', `${rule_set.name} ${rule_set.version}, for ${stageWord(stage)}`]]
      : []),
    ['Latest change shown', bothTimes(date, content.room.time_zone)],
    ['Included', ['operation', 'ships', 'parties', ...counts].join(', ')],
    ...(content.changes ? [['Changes shown since', `snapshot ${content.changes.since.snapshot_id}`]] : []),
    ['Left out on request', leftOut.join(', ') || 'nothing'],
    ['Commercial terms', hasCommercialTerms(content.room) ? COMMERCIAL_INCLUDED : 'not included'],
    ['SHA-256 of the attached data', sha256(attachment)],
  ];
}
