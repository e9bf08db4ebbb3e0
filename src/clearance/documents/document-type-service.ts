import type { Actor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { moveRoomsOn } from '../changes/room-change-store.ts';
import type { DocumentTypeFacts } from './default-document-types.ts';
import {
  type DocumentType,
  findDocumentType,
  insertDocumentType,
  lockTypeAndRooms,
  updateDocumentType,
} from './document-type-store.ts';

/** @throws AppError `document_type_not_found` */
export async function viewDocumentType(db: Queryable, code: string): Promise<DocumentType> {
  const type = await findDocumentType(db, code);
  if (!type) throw notFound();
  return type;
}

/** @throws AppError `document_type_exists` */
export async function addDocumentType(
  tx: Transaction,
  actor: Actor,
  facts: DocumentTypeFacts,
  at: Date,
): Promise<DocumentType> {
  const type = { id: newId(), ...facts };
  await insertDocumentType(tx, type);
  const detail = { document_type_id: type.id, ...facts };
  await appendAudit(tx, { at, actor: actor.email, action: 'document_type_created', roomId: null, detail });
  return type;
}

/**
 * Changes a document type. What it asks for changes only for rooms that come to ask for it later. A new name or category
 * increments the revision of every room that has a document of this type.
 * @throws AppError `document_type_not_found`
 */
export async function editDocumentType(
  tx: Transaction,
  actor: Actor,
  { code, ...patch }: { code: string } & Partial<Omit<DocumentTypeFacts, 'code'>>,
  at: Date,
): Promise<DocumentType> {
  const { type, roomIds: rooms } = await lockTypeAndRooms(tx, code);
  if (!type) throw notFound();
  const { changes, names, detail } = changedFields(type, patch);
  if (names.length === 0) return type;
  const action = 'document_type_updated';
  // A room has its own requirements, and no record shows the description.
  const roomIds = names.some((name) => SHOWN_IN_ROOMS.includes(name)) ? rooms : [];
  await updateDocumentType(tx, type.id, changes);
  const summary = `Document type ${type.name}: ${nameFields(names)} changed.`;
  await moveRoomsOn(tx, { roomIds, at, actor: actor.email, action, summary });
  const full = { document_type_id: type.id, code, rooms: roomIds.length, ...detail };
  await appendAudit(tx, { at, actor: actor.email, action, roomId: null, detail: full });
  return { ...type, ...changes };
}

const SHOWN_IN_ROOMS: readonly string[] = ['name', 'category'];

const notFound = (): AppError =>
  new AppError('not_found', 'document_type_not_found', 'Document type not found');
