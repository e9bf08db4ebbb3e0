import type { Queryable } from '../../platform/db/database.ts';
import { matchesSearch } from '../../platform/kernel/search-text.ts';
import type { Criticality, DocumentCategory, DocumentStatus } from '../vocabulary/room-words.ts';
import { type DocumentView, viewDocuments } from './document-view.ts';

export interface DocumentFilter {
  status?: DocumentStatus | undefined;
  category?: DocumentCategory | undefined;
  criticality?: Criticality | undefined;
  expires_early?: boolean | undefined;
  /** Words that the type, the vessel, the notes or the file name must contain. */
  q?: string | undefined;
}

/**
 * Returns the documents of a room that match, in the order of the record. It reads all documents of the room: their
 * number is limited, and most filters use computed fields. Only a search needs the whole notes.
 * @throws AppError `room_not_found`
 */
export async function searchDocuments(
  db: Queryable,
  roomId: string,
  { q, ...wanted }: DocumentFilter,
  at: Date,
): Promise<DocumentView[]> {
  const documents = await viewDocuments(db, { roomId, at, excerpts: q === undefined });
  return documents.filter(
    (document) => matches(document, wanted) && (q === undefined || matchesSearch(textOf(document), q)),
  );
}

const matches = (document: DocumentView, wanted: Omit<DocumentFilter, 'q'>): boolean =>
  Object.entries(wanted).every(
    ([name, value]) => value === undefined || document[name as keyof typeof wanted] === value,
  );

const textOf = ({ type_code, type_name, vessel_name, notes, file_name }: DocumentView): string =>
  [type_code, type_name, vessel_name, notes, file_name].join(' ');
