import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { utcDay } from '../../platform/kernel/utc-day.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { withNote } from '../changes/note-text.ts';
import { changeRoom } from '../changes/room-change.ts';
import { deleteItem, findItem, insertItems, requireSpaceFor, updateItem } from '../state/room-item-store.ts';
import { endsBefore } from '../verdict/document-expiry.ts';
import { DOCUMENT_RULES } from '../verdict/document-rules.ts';
import { DOCUMENT_FIELDS } from '../vocabulary/document-fields.ts';
import { documentName } from '../vocabulary/document-name.ts';
import type { InputOf } from '../vocabulary/field.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { DocumentState } from '../vocabulary/room-state.ts';
import type { DocumentStatus } from '../vocabulary/room-words.ts';
import { lockDocumentTypeShared } from './document-type-store.ts';
import { type DocumentView, viewDocument } from './document-view.ts';

const MAX_DOCUMENTS = 2000;

/** The fields of a document that users enter. */
export type DocumentInput = InputOf<typeof DOCUMENT_FIELDS>;

/** Returns who decided a status, and when. Both are null if the status is not a decision. */
const judgement = (status: DocumentStatus, by: string, at: Date) =>
  DOCUMENT_RULES[status].isDecision
    ? { reviewed_by: by, reviewed_at: at }
    : { reviewed_by: null, reviewed_at: null };

/**
 * Adds a document that the clearance requires.
 * @throws AppError `unknown_document_type`, `vessel_not_found`, `too_many_documents`
 */
export async function addDocument(
  tx: Transaction,
  actor: RoomActor,
  { typeCode, ...input }: DocumentInput & { typeCode: string },
  at: Date,
): Promise<DocumentView> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async () => {
    // After the room, as everywhere: two orders would wait for each other.
    const type = await lockDocumentTypeShared(tx, typeCode);
    if (!type) {
      const text = `There is no document type '${typeCode}'.`;
      throw new AppError('invalid', 'unknown_document_type', text);
    }
    await requireSpaceFor(tx, 'documents', roomId, MAX_DOCUMENTS);
    if (input.vessel_id !== null) await findItem(tx, 'vessels', roomId, input.vessel_id);
    const id = newId();
    const judged = judgement(input.status, email, at);
    const row = { id, room_id: roomId, type_id: type.id, ...input, ...NO_FILE, ...judged };
    await insertItems(tx, 'documents', [{ ...row, created_at: at, updated_at: at }]);
    const document = await readDocument(tx, roomId, id, at);
    const summary = `Document listed: ${documentName(document)}.`;
    const detail = { document_id: id, type_code: typeCode, ...input };
    return { answer: () => document, done: { action: 'document_created', summary, detail } };
  });
}

/** @throws AppError `document_not_found`, `vessel_not_found` */
export async function editDocument(
  tx: Transaction,
  actor: RoomActor,
  { documentId, ...patch }: { documentId: string } & Partial<DocumentInput>,
  at: Date,
): Promise<DocumentView> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async () => {
    const row = await findItem(tx, 'documents', roomId, documentId);
    const { changes, names, detail } = changedFields(row, patch);
    const answer = () => readDocument(tx, roomId, documentId, at);
    if (names.length === 0) return { answer };
    if (changes.vessel_id != null) await findItem(tx, 'vessels', roomId, changes.vessel_id);
    const named = documentName(await answer());
    const judged = changes.status && judgement(changes.status, email, at);
    await updateItem(tx, 'documents', documentId, { ...changes, ...judged, updated_at: at });
    const summary = `${named}: ${nameFields(names, DOCUMENT_FIELDS)} changed${changes.status ? ` (${plainWord(changes.status)})` : ''}.`;
    return {
      answer,
      done: { action: 'document_updated', summary, detail: { document_id: documentId, ...detail } },
    };
  });
}

/** @throws AppError `document_not_found` */
export async function removeDocument(
  tx: Transaction,
  actor: RoomActor,
  documentId: string,
  at: Date,
): Promise<void> {
  await changeRoom(tx, actor, at, async () => {
    const document = await readDocument(tx, actor.roomId, documentId, at);
    await deleteItem(tx, 'documents', documentId);
    const { type_code, vessel_id, file_sha256 } = document;
    const detail = { document_id: documentId, type_code, vessel_id, file_sha256 };
    const summary = `Document removed: ${documentName(document)}.`;
    return { answer: () => undefined, done: { action: 'document_deleted', summary, detail } };
  });
}

interface Review {
  documentId: string;
  decision: 'approved' | 'rejected';
  /** Replaces the document's notes. */
  note?: string | undefined;
}

/** @throws AppError `document_not_found`; `not_reviewable` for a document that is missing or has expired */
export async function reviewDocument(
  tx: Transaction,
  actor: RoomActor,
  { documentId, decision, note }: Review,
  at: Date,
): Promise<DocumentView> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async () => {
    const document = await readDocument(tx, roomId, documentId, at);
    requireReviewable(document, decision, at);
    const { changes, detail } = changedFields(document, { status: decision, notes: note });
    const stamps = { reviewed_by: email, reviewed_at: at, updated_at: at };
    await updateItem(tx, 'documents', documentId, { ...changes, ...stamps });
    const verb = decision === 'approved' ? 'Approved' : 'Rejected';
    const summary = withNote(`${verb}: ${documentName(document)}.`, note);
    return {
      answer: () => readDocument(tx, roomId, documentId, at),
      done: { action: `document_${decision}`, summary, detail: { document_id: documentId, ...detail } },
    };
  });
}

function requireReviewable(document: DocumentState, decision: Review['decision'], at: Date): void {
  const { status } = document;
  if (status !== 'missing' && (decision === 'rejected' || !isPast(document, at))) return;
  const remedy = status === 'missing' ? 'Upload it first.' : 'Upload a new one, or correct its expiry day.';
  throw new AppError('conflict', 'not_reviewable', `This document is ${status}. ${remedy}`);
}

/**
 * Returns whether a document has expired. A document with the status `expired` has not expired if its expiry day is in
 * the future.
 */
const isPast = (document: DocumentState, at: Date): boolean =>
  document.status === 'expired' && (document.expires_on === null || endsBefore(document, utcDay(at)));

const readDocument = (tx: Transaction, roomId: string, id: string, at: Date): Promise<DocumentView> =>
  viewDocument(tx, { roomId, at, only: id });

const NO_FILE = {
  file_name: null,
  file_type: null,
  file_size: null,
  file_sha256: null,
  uploaded_by: null,
  uploaded_at: null,
};
