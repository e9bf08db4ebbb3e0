import type { RoomActor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { changeRoom } from '../changes/room-change.ts';
import { findItem, updateItem } from '../state/room-item-store.ts';
import { readOne } from '../state/room-section-store.ts';
import { documentName } from '../vocabulary/document-name.ts';
import { type DocumentView, viewDocument } from './document-view.ts';

/** In bytes: 25 MB. */
export const MAX_DOCUMENT_FILE_SIZE = 25 * 1024 * 1024;

/** A file that is in the blob store. */
export interface StoredFile {
  name: string;
  /** The media type that the client stated. */
  type: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

interface Attachment {
  documentId: string;
  file: StoredFile;
  /** The expiry day of the new document. If it is left out, the document keeps its earlier day. */
  expiresOn?: string | undefined;
}

/**
 * Attaches a file to a document and replaces an earlier file. The document is then under review.
 * @throws AppError `document_not_found`
 */
export async function attachFile(
  tx: Transaction,
  actor: RoomActor,
  { documentId, file, expiresOn }: Attachment,
  at: Date,
): Promise<DocumentView> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async () => {
    const before = await readOne(tx, 'documents', { roomId, at, only: documentId });
    await updateItem(tx, 'documents', documentId, {
      ...{ file_name: file.name, file_type: file.type, file_size: file.size, file_sha256: file.sha256 },
      ...{ uploaded_by: email, uploaded_at: at, reviewed_by: null, reviewed_at: null },
      ...(expiresOn !== undefined && { expires_on: expiresOn }),
      status: 'under_review',
      updated_at: at,
    });
    const detail = {
      document_id: documentId,
      file: { name: file.name, size: file.size, sha256: file.sha256 },
      replaced_sha256: before.file_sha256,
      status: { old: before.status, new: 'under_review' },
      expires_on: { old: before.expires_on, new: expiresOn ?? before.expires_on },
    };
    const summary = `Received: ${documentName(before)} (${file.name}).`;
    const answer = () => viewDocument(tx, { roomId, at, only: documentId });
    return { answer, done: { action: 'document_uploaded', summary, detail } };
  });
}

/** @throws AppError `document_not_found`, `file_not_found` */
export async function detachFile(
  tx: Transaction,
  actor: RoomActor,
  documentId: string,
  at: Date,
): Promise<DocumentView> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async () => {
    const before = await readOne(tx, 'documents', { roomId, at, only: documentId });
    if (before.file_sha256 === null) throw fileNotFound();
    await updateItem(tx, 'documents', documentId, {
      ...{ file_name: null, file_type: null, file_size: null, file_sha256: null },
      ...{ uploaded_by: null, uploaded_at: null, reviewed_by: null, reviewed_at: null },
      status: 'missing',
      updated_at: at,
    });
    const { file_name, file_sha256 } = before;
    const detail = {
      document_id: documentId,
      file_name,
      file_sha256,
      status: { old: before.status, new: 'missing' },
    };
    const summary = `File removed: ${documentName(before)} (${file_name}).`;
    const answer = () => viewDocument(tx, { roomId, at, only: documentId });
    return { answer, done: { action: 'document_file_deleted', summary, detail } };
  });
}

/**
 * Checks that a document exists, before its file is received.
 * @throws AppError `document_not_found`
 */
export async function requireDocument(db: Queryable, roomId: string, documentId: string): Promise<void> {
  await findItem(db, 'documents', roomId, documentId);
}

/** @throws AppError `document_not_found`, `file_not_found` */
export async function findFile(db: Queryable, roomId: string, documentId: string): Promise<StoredFile> {
  const row = await findItem(db, 'documents', roomId, documentId);
  if (row.file_sha256 === null) throw fileNotFound();
  return {
    name: row.file_name ?? 'document',
    type: row.file_type ?? 'application/octet-stream',
    size: row.file_size ?? 0,
    sha256: row.file_sha256,
  };
}

/** Records in the audit log that a user downloaded a file. The room does not change. */
export async function recordDownload(
  tx: Transaction,
  actor: RoomActor,
  { documentId, file }: { documentId: string; file: StoredFile },
  at: Date,
): Promise<void> {
  const detail = {
    document_id: documentId,
    file_name: file.name,
    file_size: file.size,
    file_sha256: file.sha256,
  };
  const { roomId, email } = actor;
  await appendAudit(tx, { at, actor: email, action: 'document_downloaded', roomId, detail });
}

/** Creates the error for a document without a file, or whose stored file is damaged. */
export const fileNotFound = (): AppError => new AppError('not_found', 'file_not_found', 'File not found');
