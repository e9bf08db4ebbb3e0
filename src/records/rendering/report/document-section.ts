import { endsBefore } from '../../../clearance/verdict/document-expiry.ts';
import type { DocumentState, DocumentVersion } from '../../../clearance/vocabulary/room-state.ts';
import { isRightToLeft } from '../../../platform/kernel/text-direction.ts';
import { bytesText } from '../../wording/amount-text.ts';
import { utcText } from '../../wording/time-text.ts';
import {
  categoryWord,
  criticalityWord,
  type Label,
  stageWord,
  statusLabel,
} from '../../wording/vocabulary.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { cellPlace, rowHeight } from './table-rows.ts';

interface DocumentRow {
  name: string;
  /** Smaller lines below the name: flags, who and when, the file and its hash, the notes in full. */
  details: string;
  ship: string;
  criticality: string;
  status: Label;
  expiry: string;
  /** The days to spare, or short, on the last day on which it has to be valid. */
  spare: string;
  /** It expires before the day until which documents have to be valid. */
  isShort: boolean;
  height: number | null;
}

/** The documents of one category. */
export interface DocumentGroup {
  heading: string;
  columns: number[];
  rows: DocumentRow[];
}

export interface DocumentSection {
  /** How to read the column of expiry days. */
  note: string;
  groups: DocumentGroup[];
}

const COLUMNS = { document: 252, ship: 76, criticality: 46, status: 69, expiry: 50 };
const NAME_SIZE = 9;
const SIZE = 8;
const SMALL = 7.5;

/**
 * Grouped by category. Categories and rows have the order of the state, which every list and record shares.
 * @param needed the day until which documents have to be valid, if that is known
 */
export const documentSection = (
  documents: DocumentState[],
  needed: string | undefined,
  setter: TextSetter,
): DocumentSection => ({
  note: [
    documents.some(({ days_to_spare }) => days_to_spare !== undefined) && needed !== undefined
      ? `Under the expiry stand the days to spare on ${needed}, the day until which a document has to be valid.`
      : 'Under the expiry stand the days from the ETA to it.',
    needed === undefined ? '' : `▲ marks a document that ends before ${needed}.`,
  ]
    .join(' ')
    .trimEnd(),
  groups: documentGroups(documents, needed, setter),
});

function documentGroups(
  documents: DocumentState[],
  needed: string | undefined,
  setter: TextSetter,
): DocumentGroup[] {
  return [...Map.groupBy(documents, ({ category }) => category)].map(([category, members]) => {
    const heading = `${setter.oneLine(categoryWord(category))} (${members.length})`;
    const columns = Object.values(COLUMNS);
    return { heading, columns, rows: members.map((document) => documentRow(document, needed, setter)) };
  });
}

function documentRow(document: DocumentState, needed: string | undefined, setter: TextSetter): DocumentRow {
  const isShort = needed !== undefined && endsBefore(document, needed);
  const label = statusLabel(document.status);
  const name = setter.lines(document.type_name, cellPlace(COLUMNS.document, NAME_SIZE, true));
  const place = cellPlace(COLUMNS.document, SMALL);
  const details = [
    ...detailTexts(document).flatMap((text) => setter.lines(text, place)),
    ...(document.notes ? setter.paragraphs(noteText(document.notes), place) : []),
  ];
  const ship = setter.lines(document.vessel_name ?? 'Operation', cellPlace(COLUMNS.ship, SIZE));
  const criticality = setter.lines(
    criticalityWord(document.criticality),
    cellPlace(COLUMNS.criticality, SIZE),
  );
  const word = setter.lines(label.word, cellPlace(COLUMNS.status - 10, SIZE, true));
  const size = (value: number) => () => value;
  return {
    name: name.join('\n'),
    details: details.map((line) => `\n${line}`).join(''),
    ship: ship.join('\n'),
    criticality: criticality.join('\n'),
    status: { ...label, word: word.join('\n') },
    expiry: setter.oneLine(expiryText(document)),
    spare: daysToSpare(document, isShort),
    isShort,
    height: rowHeight(
      [...name.map(size(NAME_SIZE)), ...details.map(size(SMALL))],
      ship.map(size(SIZE)),
      criticality.map(size(SIZE)),
      word.map(size(SIZE)),
      [SIZE, SMALL],
    ),
  };
}

/** A state of before 0.3.0 states the days at the ETA instead. */
function daysToSpare({ days_to_spare, days_at_eta }: DocumentState, isShort: boolean): string {
  const days = days_to_spare === undefined ? days_at_eta : days_to_spare;
  if (days == null) return '';
  return `\n${isShort ? '▲ ' : ''}${days < 0 ? `−${-days}` : days} d`;
}

function detailTexts(document: DocumentState): string[] {
  const flags = [
    document.required ? 'Required' : 'Not required',
    document.critical_path ? 'on the critical path' : '',
    document.priority === 'normal' ? '' : `${document.priority} priority`,
    document.due_stage == null ? '' : `due by ${stageWord(document.due_stage)}`,
    document.type_code,
  ].filter((flag) => flag !== '');
  const lines = [flags.join(' · '), ...certificateTexts(document)];
  const happened = (what: string, who: string | null, at: string | null): void => {
    if (who === null && at === null) return;
    lines.push(
      [what, at === null ? '' : utcText(at), who === null ? '' : `by ${who}`].filter(Boolean).join(' '),
    );
  };
  happened('Uploaded', document.uploaded_by, document.uploaded_at);
  happened('Reviewed', document.reviewed_by, document.reviewed_at);
  if (document.file_name !== null) {
    const size = document.file_size === null ? '' : ` · ${bytesText(document.file_size)}`;
    const version = document.version === undefined ? '' : ` · version ${document.version}`;
    lines.push(`File ${document.file_name}${size}${version}`);
    if (document.file_mismatch) lines.push(`Mark: ${document.file_mismatch}`);
  }
  if (document.file_sha256 !== null) lines.push(`SHA-256 ${document.file_sha256}`);
  lines.push(...(document.earlier_versions ?? []).map(earlierText));
  return lines;
}

/** Returns the facts of the certificate: number, issuer, day of issue, maximum age. */
function certificateTexts(document: DocumentState): string[] {
  const { certificate_number, issuer, issued_on, max_age_days, responsible_party } = document;
  const facts = [
    certificate_number ? `No. ${certificate_number}` : '',
    issuer ? `issued by ${issuer}` : '',
    issued_on ? `issued on ${issued_on}` : '',
    max_age_days == null ? '' : `valid for ${max_age_days} days from then`,
    responsible_party ? `to be uploaded by ${responsible_party}` : '',
  ].filter((fact) => fact !== '');
  return facts.length === 0 ? [] : [facts.join(' · ')];
}

const earlierText = ({ version, file_name, status, reviewed_by }: DocumentVersion): string => {
  const by = reviewed_by === null ? '' : ` by ${reviewed_by}`;
  return `Version ${version}: ${file_name}, ${statusLabel(status).word.toLowerCase()}${by}`;
};

/** Returns the day on which a document ends, or that it states none. */
function expiryText({ expires_on, valid_until, no_expiry_stated }: DocumentState): string {
  if (expires_on !== null) return expires_on;
  return valid_until ?? (no_expiry_stated ? 'None stated' : '–');
}

/** A note that begins at the right begins on a line of its own. */
const noteText = (notes: string): string => `Note:${isRightToLeft(notes) ? '\n' : ' '}${notes}`;
