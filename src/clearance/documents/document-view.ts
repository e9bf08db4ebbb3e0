import type { Queryable } from '../../platform/db/database.ts';
import { readOne, readSection, type SectionScope } from '../state/room-section-store.ts';
import { readRoomFacts } from '../state/room-state-store.ts';
import { endsBefore } from '../verdict/document-expiry.ts';
import { lastDayNeeded } from '../verdict/verdict.ts';
import type { CurrentDocument } from '../vocabulary/room-state.ts';

/** A document as the API shows it. */
export interface DocumentView extends CurrentDocument {
  /** Whether it expires before the last day on which the operation needs it. */
  expires_early: boolean;
}

interface RoomScope extends SectionScope {
  roomId: string;
}

/**
 * Returns the documents of a room, in the order of the record.
 * @throws AppError `room_not_found`
 */
export async function viewDocuments(db: Queryable, scope: RoomScope): Promise<DocumentView[]> {
  const needed = lastDayNeeded(await readRoomFacts(db, scope.roomId));
  return (await readSection(db, 'documents', scope)).map((document) => toView(document, needed));
}

/** @throws AppError `room_not_found`, `document_not_found` */
export async function viewDocument(
  db: Queryable,
  scope: RoomScope & { only: string },
): Promise<DocumentView> {
  const document = await readOne(db, 'documents', scope);
  return toView(document, lastDayNeeded(await readRoomFacts(db, scope.roomId)));
}

const toView = (document: CurrentDocument, needed: string): DocumentView => ({
  ...document,
  expires_early: endsBefore(document, needed),
});
