import type { Queryable } from '../../platform/db/database.ts';
import { readSection } from '../state/room-section-store.ts';
import { readRoomState } from '../state/room-state-store.ts';
import { lastDayNeeded } from '../verdict/verdict.ts';
import type { DocumentState } from '../vocabulary/room-state.ts';
import { UNTOUCHED_BY_EXPIRY } from '../vocabulary/room-words.ts';

export interface DocumentFilter {
  status?: string | undefined;
  category?: string | undefined;
  criticality?: string | undefined;
  /** Part of the type, the vessel, the notes or the name of the file, in any case of letters. */
  q?: string | undefined;
  /** Whether they expire before the last day on which the operation needs them. */
  expiresEarly?: boolean | undefined;
}

/**
 * Those documents of a room that match, in the order of the record. A room is bounded and most of what is asked for
 * is computed, so all are read.
 * @throws AppError `room_not_found`
 */
export async function searchDocuments(
  db: Queryable,
  roomId: string,
  { q, expiresEarly, ...words }: DocumentFilter,
  at: Date,
): Promise<DocumentState[]> {
  const documents = await readSection(db, 'documents', { roomId, at });
  const needed = expiresEarly === undefined ? undefined : await readLastDayNeeded(db, roomId, at);
  return documents.filter(
    (document) =>
      hasWords(document, words) &&
      (q === undefined || holds(document, q)) &&
      (needed === undefined || isShort(document, needed) === expiresEarly),
  );
}

const readLastDayNeeded = async (db: Queryable, roomId: string, at: Date): Promise<string> =>
  lastDayNeeded((await readRoomState(db, roomId, at)).room);

const hasWords = (
  document: DocumentState,
  { status, category, criticality }: Pick<DocumentFilter, 'status' | 'category' | 'criticality'>,
): boolean =>
  (status === undefined || document.status === status) &&
  (category === undefined || document.category === category) &&
  (criticality === undefined || document.criticality === criticality);

const holds = ({ type_code, type_name, vessel_name, notes, file_name }: DocumentState, q: string): boolean =>
  [type_code, type_name, vessel_name, notes, file_name].some((text) =>
    text?.toLowerCase().includes(q.toLowerCase()),
  );

const UNTOUCHED: readonly string[] = UNTOUCHED_BY_EXPIRY;

const isShort = ({ expires_on, status }: DocumentState, needed: string): boolean =>
  expires_on !== null && expires_on < needed && !UNTOUCHED.includes(status);
