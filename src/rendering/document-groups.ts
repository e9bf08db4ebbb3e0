import type { DocumentState } from '../rooms/room-state.ts';
import type { TextSetter } from './printable-text.ts';
import { cellPlace, rowHeight } from './table-rows.ts';
import { utcText } from './time-text.ts';
import { CATEGORY_ORDER, categoryWord, criticalityWord, type Label, statusLabel } from './vocabulary.ts';

interface DocumentRow {
  name: string;
  /** Smaller lines below the name: flags, who and when, the file and its hash, the notes in full. */
  details: string;
  ship: string;
  criticality: string;
  status: Label;
  expiry: string;
  atEta: string;
  expiresBefore: boolean;
  height: number | null;
}

/** The documents of one category. */
export interface DocumentGroup {
  heading: string;
  columns: number[];
  rows: DocumentRow[];
}

const COLUMNS = { document: 254, ship: 76, criticality: 46, status: 67, expiry: 50 };
const NAME_SIZE = 9;
const SIZE = 8;
const SMALL = 7.5;

/** Grouped by category in the order of the report; within one, the order of the state. */
export function documentGroups(documents: DocumentState[], setter: TextSetter): DocumentGroup[] {
  const byCategory = Map.groupBy(documents, ({ category }) => category);
  const order = [...new Set([...CATEGORY_ORDER, ...byCategory.keys()])];
  return order.flatMap((category) => {
    const members = byCategory.get(category) ?? [];
    if (members.length === 0) return [];
    const heading = `${setter.oneLine(categoryWord(category))} (${members.length})`;
    const columns = Object.values(COLUMNS);
    return [{ heading, columns, rows: members.map((document) => documentRow(document, setter)) }];
  });
}

function documentRow(document: DocumentState, setter: TextSetter): DocumentRow {
  const label = statusLabel(document.status);
  const name = setter.lines(document.type_name, cellPlace(COLUMNS.document, NAME_SIZE, true));
  const details = detailTexts(document).flatMap((text) =>
    setter.lines(text, cellPlace(COLUMNS.document, SMALL)),
  );
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
    expiry: setter.oneLine(document.expires_on ?? '–'),
    atEta: daysAtEta(document.days_at_eta),
    expiresBefore: (document.days_at_eta ?? 0) < 0,
    height: rowHeight(
      [...name.map(size(NAME_SIZE)), ...details.map(size(SMALL))],
      ship.map(size(SIZE)),
      criticality.map(size(SIZE)),
      word.map(size(SIZE)),
      [SIZE, SMALL],
    ),
  };
}

function daysAtEta(days: number | null): string {
  if (days === null) return '';
  return days < 0 ? `\n▲ ${-days} d short` : `\n${days} d`;
}

function detailTexts(document: DocumentState): string[] {
  const flags = [
    document.required ? 'Required' : 'Not required',
    document.critical_path ? 'on the critical path' : '',
    document.priority === 'normal' ? '' : `${document.priority} priority`,
    document.type_code,
  ].filter((flag) => flag !== '');
  const lines = [flags.join(' · ')];
  const happened = (what: string, who: string | null, at: string | null): void => {
    if (who === null && at === null) return;
    lines.push(
      [what, at === null ? '' : utcText(at), who === null ? '' : `by ${who}`].filter(Boolean).join(' '),
    );
  };
  happened('Uploaded', document.uploaded_by, document.uploaded_at);
  happened('Reviewed', document.reviewed_by, document.reviewed_at);
  if (document.file_name !== null) lines.push(`File ${document.file_name}${sizeText(document.file_size)}`);
  if (document.file_sha256 !== null) lines.push(document.file_sha256);
  if (document.notes) lines.push(`Note: ${document.notes}`);
  return lines;
}

function sizeText(bytes: number | null): string {
  if (bytes === null) return '';
  if (bytes < 1000) return ` · ${bytes} bytes`;
  return bytes < 1_000_000 ? ` · ${(bytes / 1000).toFixed(1)} kB` : ` · ${(bytes / 1_000_000).toFixed(1)} MB`;
}
