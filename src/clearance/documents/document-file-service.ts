import type { RoomActor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { changeRoom } from '../changes/room-change.ts';
import { findItem, updateItem } from '../state/room-item-store.ts';
import { readOne } from '../state/room-section-store.ts';
import { documentName } from '../vocabulary/document-name.ts';
import type { VersionFacts } from './document-service.ts';
import { findVersion, keepVersion } from './document-version-store.ts';
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

/** A file that was received for a document. */
export interface ReceivedFile extends StoredFile {
  /** Says that the content is not what the name says. Null if it is. */
  mismatch: string | null;
}

interface Attachment {
  documentId: string;
  file: ReceivedFile;
  /** What the uploader states about the new version. */
  facts: Partial<VersionFacts>;
}

/** All versions are part of the state of the room. */
const MAX_VERSIONS = 100;

/** A new version takes nothing over from the version before. */
const NO_FACTS: VersionFacts = {
  certificate_number: null,
  issuer: null,
  issued_on: null,
  expires_on: null,
  no_expiry_stated: false,
};

/**
 * Attaches a file to a document as its new version, which is then under review. The version before stays readable.
 * @throws AppError `document_not_found`; `not_responsible` if another party has to upload this document
 */
export async function attachFile(
  tx: Transaction,
  actor: RoomActor,
  { documentId, file, facts }: Attachment,
  at: Date,
): Promise<DocumentView> {
  const { roomId, email } = actor;
  return changeRoom(tx, actor, at, async () => {
    const before = await readOne(tx, 'documents', { roomId, at, only: documentId });
    await requireResponsible(tx, actor, before);
    if (before.version >= MAX_VERSIONS) throw tooManyVersions();
    await keepVersion(tx, documentId);
    // Facts that were entered before the first file are of that file.
    const inherited = before.version === 0 ? {} : NO_FACTS;
    await updateItem(tx, 'documents', documentId, {
      version: before.version + 1,
      ...{ file_name: file.name, file_type: file.type, file_size: file.size, file_sha256: file.sha256 },
      file_mismatch: file.mismatch,
      ...{ uploaded_by: email, uploaded_at: at, reviewed_by: null, reviewed_at: null },
      ...{ ...inherited, ...facts },
      status: 'under_review',
      updated_at: at,
    });
    const detail = {
      document_id: documentId,
      file: { name: file.name, size: file.size, sha256: file.sha256 },
      replaced_sha256: before.file_sha256,
      status: { old: before.status, new: 'under_review' },
      version: before.version + 1,
      expires_on: { old: before.expires_on, new: { ...before, ...inherited, ...facts }.expires_on },
    };
    const summary = `Received: ${documentName(before)} (${file.name}).`;
    const answer = () => viewDocument(tx, { roomId, at, only: documentId });
    return { answer, done: { action: 'document_uploaded', summary, detail } };
  });
}

const tooManyVersions = (): AppError =>
  new AppError(
    'conflict',
    'too_many_versions',
    `This document has reached its limit of ${MAX_VERSIONS} versions. List a further document of its type.`,
  );

/** The broker and the owner may upload every document. */
async function requireResponsible(
  tx: Transaction,
  { email, roomRole, roomId }: RoomActor,
  {
    responsible_party_id,
    responsible_party,
  }: Pick<DocumentView, 'responsible_party_id' | 'responsible_party'>,
): Promise<void> {
  if (responsible_party_id === null || roomRole === 'broker' || roomRole === 'owner') return;
  const party = await findItem(tx, 'parties', roomId, responsible_party_id);
  if (party.email === email) return;
  const text = `This document is for ${responsible_party} to upload, or for the broker or the owner.`;
  throw new AppError('forbidden', 'not_responsible', text);
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
      ...{ ...NO_FACTS, file_name: null, file_type: null, file_size: null, file_sha256: null },
      ...{ file_mismatch: null, uploaded_by: null, uploaded_at: null, reviewed_by: null, reviewed_at: null },
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

/**
 * Returns the file of a document.
 * @param version a version that a newer one replaced; without it, the newest
 * @throws AppError `document_not_found`, `file_not_found`
 */
export async function findFile(
  db: Queryable,
  { roomId, documentId, version }: { roomId: string; documentId: string; version?: number | undefined },
): Promise<StoredFile> {
  const newest = await findItem(db, 'documents', roomId, documentId);
  const row =
    version === undefined || version === newest.version ? newest : await findVersion(db, documentId, version);
  if (!row || row.file_sha256 === null) throw fileNotFound();
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
