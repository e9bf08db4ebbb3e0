import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { utcDay } from '../../platform/kernel/utc-day.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { withNote } from '../changes/note-text.ts';
import { changeRoom } from '../changes/room-change.ts';
import { deleteItem, findItem, insertItems, requireSpaceFor, updateItem } from '../state/room-item-store.ts';
import { endsBefore, lastValidDay } from '../verdict/document-expiry.ts';
import { DOCUMENT_RULES } from '../verdict/document-rules.ts';
import { DOCUMENT_FIELDS } from '../vocabulary/document-fields.ts';
import { documentName } from '../vocabulary/document-name.ts';
import type { InputOf } from '../vocabulary/field.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { CurrentDocument } from '../vocabulary/room-state.ts';
import type { DocumentStatus, FourEyes } from '../vocabulary/room-words.ts';
import { requireApprovable } from './document-approval.ts';
import { excuseReduction, excuseRelease, excuseRemoval } from './document-exceptions.ts';
import { lockDocumentTypeShared } from './document-type-store.ts';
import { type DocumentView, viewDocument } from './document-view.ts';
import { unknownType } from './requirement-service.ts';
import { requireType } from './requirement-store.ts';

const MAX_DOCUMENTS = 2000;

/** The fields of a document that users enter. */
export type DocumentInput = InputOf<typeof DOCUMENT_FIELDS>;

/** The facts that belong to one version of a document. Its review is of them too. */
const VERSION_FACTS = [
  'certificate_number',
  'issuer',
  'issued_on',
  'expires_on',
  'no_expiry_stated',
  'vessel_id',
] as const;
export type VersionFacts = Omit<Pick<DocumentInput, (typeof VERSION_FACTS)[number]>, 'vessel_id'>;

/** Returns who decided a status, and when. Both are null if the status is not a decision. */
const judgement = (status: DocumentStatus, by: string, at: Date) =>
  DOCUMENT_RULES[status].isDecision
    ? { reviewed_by: by, reviewed_at: at }
    : { reviewed_by: null, reviewed_at: null };

/**
 * Adds a document that the clearance requires.
 * @throws AppError `unknown_document_type`, `vessel_not_found`, `party_not_found`, `too_many_documents`,
 * `reason_required`, and the errors of `requireApprovable`
 */
export async function addDocument(
  tx: Transaction,
  actor: RoomActor,
  { typeCode, reason, ...input }: DocumentInput & { typeCode: string; reason?: string | undefined },
  at: Date,
): Promise<DocumentView> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async (room) => {
    // After the room, as everywhere: two orders would wait for each other.
    const type = await lockDocumentTypeShared(tx, typeCode);
    if (!type) throw unknownType(typeCode);
    await requireSpaceFor(tx, 'documents', roomId, MAX_DOCUMENTS);
    await requireLinks(tx, roomId, input);
    await requireType(tx, roomId, type.id, at);
    const id = newId();
    const judged = judgement(input.status, email, at);
    const row = { id, room_id: roomId, type_id: type.id, ...input, ...NO_FILE, ...judged };
    await insertItems(tx, 'documents', [{ ...row, created_at: at, updated_at: at }]);
    const document = await readDocument(tx, roomId, id, at);
    if (input.status === 'approved') requireApprovable(document, actor, room.four_eyes as FourEyes, at);
    await excuseRelease(tx, actor, { room, document, reason }, at);
    const summary = `Document listed: ${documentName(document)}.`;
    const detail = { document_id: id, type_code: typeCode, ...input };
    return { answer: () => document, done: { action: 'document_created', summary, detail } };
  });
}

/**
 * Changes a document. If a fact of an approved version changes, and the change does not state a status, the document is
 * under review again.
 * @throws AppError `document_not_found`, `vessel_not_found`, `party_not_found`, `reason_required`, and the errors of
 * `requireApprovable`
 */
export async function editDocument(
  tx: Transaction,
  actor: RoomActor,
  {
    documentId,
    reason,
    ...patch
  }: { documentId: string; reason?: string | undefined } & Partial<DocumentInput>,
  at: Date,
): Promise<DocumentView> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async (room) => {
    const row = await findItem(tx, 'documents', roomId, documentId);
    const asked = changedFields(row, patch);
    const answer = () => readDocument(tx, roomId, documentId, at);
    if (asked.names.length === 0) return { answer };
    const isReopened = row.status === 'approved' && VERSION_FACTS.some((name) => asked.names.includes(name));
    const { changes, names, detail } =
      isReopened && patch.status === undefined
        ? changedFields(row, { ...patch, status: 'under_review' as const })
        : asked;
    await requireLinks(tx, roomId, changes);
    const before = await answer();
    const named = documentName(before);
    // A stated status is a judgement also if it stays the same: it is now about other facts.
    const status = changes.status ?? (isReopened ? patch.status : undefined);
    const judged = status && judgement(status, email, at);
    await updateItem(tx, 'documents', documentId, { ...changes, ...judged, updated_at: at });
    const document = await answer();
    if (status === 'approved') requireApprovable(document, actor, room.four_eyes as FourEyes, at);
    await excuseRelease(tx, actor, { room, document, before, reason }, at);
    await excuseReduction(tx, actor, { room, before, document, reason }, at);
    const summary = `${named}: ${nameFields(names, DOCUMENT_FIELDS)} changed${changes.status ? ` (${plainWord(changes.status)})` : ''}.`;
    return {
      answer,
      done: { action: 'document_updated', summary, detail: { document_id: documentId, ...detail } },
    };
  });
}

/**
 * Removes a document. One that counts needs a reason.
 * @throws AppError `document_not_found`, `reason_required`
 */
export async function removeDocument(
  tx: Transaction,
  actor: RoomActor,
  { documentId, reason }: { documentId: string; reason?: string | undefined },
  at: Date,
): Promise<void> {
  await changeRoom(tx, actor, at, async (room) => {
    const document = await readDocument(tx, actor.roomId, documentId, at);
    await excuseRemoval(tx, actor, { room, document, reason }, at);
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
  /** What the reviewer reads in the document and nobody stated yet. */
  facts?: Partial<VersionFacts> | undefined;
}

/**
 * Approves or rejects the newest version of a document.
 * @throws AppError `document_not_found`; `not_reviewable` for a document that is missing or has expired; `fact_stated`
 * if the reviewer states another fact than the document has; the errors of `requireApprovable`
 */
export async function reviewDocument(
  tx: Transaction,
  actor: RoomActor,
  { documentId, decision, note, facts = {} }: Review,
  at: Date,
): Promise<DocumentView> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async (room) => {
    const document = await readDocument(tx, roomId, documentId, at);
    requireReviewable(document, decision, at);
    requireUnstated(document, facts);
    const judged = { ...document, ...facts };
    if (decision === 'approved') requireApprovable(judged, actor, room.four_eyes as FourEyes, at);
    const { changes, detail } = changedFields(document, { ...facts, status: decision, notes: note });
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

function requireReviewable(document: CurrentDocument, decision: Review['decision'], at: Date): void {
  const { status } = document;
  if (status !== 'missing' && (decision === 'rejected' || !isPast(document, at))) return;
  const remedy = status === 'missing' ? 'Upload it first.' : 'Upload a new one, or correct its expiry day.';
  throw new AppError('conflict', 'not_reviewable', `This document is ${status}. ${remedy}`);
}

/** A reviewer completes what the version lacks. Another fact is a change, which has its own permission and entry. */
function requireUnstated(document: CurrentDocument, facts: Partial<VersionFacts>): void {
  const { names } = changedFields(document, facts);
  const stated = names.filter((name) => {
    const value = document[name as keyof VersionFacts];
    return value !== null && value !== false;
  });
  if (stated.length === 0) return;
  const text = `${documentName(document)} has another ${nameFields(stated, DOCUMENT_FIELDS)}. Reject it, or ask the broker or the owner to correct it first.`;
  throw new AppError('conflict', 'fact_stated', text);
}

/**
 * Returns whether a document has expired. A document with the status `expired` has not expired if its expiry day is in
 * the future.
 */
const isPast = (document: CurrentDocument, at: Date): boolean =>
  document.status === 'expired' && (lastValidDay(document) === null || endsBefore(document, utcDay(at)));

const readDocument = (tx: Transaction, roomId: string, id: string, at: Date): Promise<DocumentView> =>
  viewDocument(tx, { roomId, at, only: id });

/** Refuses a vessel or party of another room. */
async function requireLinks(
  tx: Transaction,
  roomId: string,
  { vessel_id, responsible_party_id }: Partial<DocumentInput>,
): Promise<void> {
  if (vessel_id != null) await findItem(tx, 'vessels', roomId, vessel_id);
  if (responsible_party_id != null) await findItem(tx, 'parties', roomId, responsible_party_id);
}

const NO_FILE = {
  version: 0,
  file_mismatch: null,
  file_name: null,
  file_type: null,
  file_size: null,
  file_sha256: null,
  uploaded_by: null,
  uploaded_at: null,
};
