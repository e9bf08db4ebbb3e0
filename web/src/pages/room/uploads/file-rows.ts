import type { FormErrors } from '@mantine/form';
import { fileSizeText } from '../../../components/file-size.ts';
import type { Texts } from '../../../room/fields.ts';
import { textsOf } from '../../../room/fields.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { VERSION_FIELDS } from '../../../room/version-facts.ts';
import { matchFiles } from './matching.ts';

/** A file, the document that it is for, and what it states. */
export interface FileRow {
  file: File;
  /** The id of the document; empty to leave the file out. */
  document: string;
  facts: Texts;
}

/** The documents for which a file is awaited. */
const isAwaited = ({ status }: RoomDocument): boolean => ['missing', 'rejected', 'expired'].includes(status);

/** Returns the rows that the user confirms, each with the document that its name tells. */
export function rowsOf(files: readonly File[], documents: readonly RoomDocument[]): FileRow[] {
  const awaited = new Set(documents.filter(isAwaited).map(({ id }) => id));
  const found = matchFiles(
    files.map(({ name }) => name),
    documents,
  );
  return files.map((file, index) => {
    const id = found[index] ?? '';
    return { file, document: awaited.has(id) ? id : '', facts: textsOf(VERSION_FIELDS) };
  });
}

/** Returns the faults of the rows that are to be sent, by the names of their inputs. */
export function faultsOf(rows: readonly FileRow[], maxSize: number): FormErrors {
  const faults = rows.map(({ file, document }, index) => {
    const key = `rows.${index}.document`;
    if (document === '') return [];
    if (file.size > maxSize) return [[key, `The file has ${fileSizeText(file.size)}, more than the limit.`]];
    const isTwice = rows.some((other, n) => n !== index && other.document === document);
    return isTwice ? [[key, 'Another file is for the same document.']] : [];
  });
  return Object.fromEntries(faults.flat());
}
