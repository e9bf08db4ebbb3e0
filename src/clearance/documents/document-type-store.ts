import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { refuseSecond } from '../../platform/db/database-error.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { lockRooms } from '../changes/room-change-store.ts';
import { DEFAULT_DOCUMENT_TYPES, type DocumentTypeFacts } from './default-document-types.ts';

export type DocumentType = DocumentTypeFacts & { id: string };

/** The database stores these words as text. The API validates them. */
type Words = Pick<DocumentType, 'category' | 'criticality' | 'applies_to' | 'due_stage'>;

/**
 * Adds the default document types that do not exist, and changes no existing type. It is safe to run at every start.
 */
export async function ensureDocumentTypes(tx: Transaction): Promise<void> {
  await tx
    .insertInto('document_types')
    .values(DEFAULT_DOCUMENT_TYPES.map((type) => ({ id: newId(), ...type })))
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute();
}

/** Returns all document types, ordered by code. */
export const listDocumentTypes = (db: Queryable): Promise<DocumentType[]> =>
  db.selectFrom('document_types').selectAll().orderBy(sql`code collate "C"`).$narrowType<Words>().execute();

export const findDocumentType = (db: Queryable, code: string): Promise<DocumentType | undefined> =>
  db
    .selectFrom('document_types')
    .selectAll()
    .where('code', '=', code)
    .$narrowType<Words>()
    .executeTakeFirst();

/**
 * Locks a type against changes until the transaction ends. Lock the type before the room: changes of types use the same
 * order.
 */
export const lockDocumentTypeShared = (tx: Transaction, code: string): Promise<DocumentType | undefined> =>
  tx
    .selectFrom('document_types')
    .selectAll()
    .where('code', '=', code)
    .forShare()
    .$narrowType<Words>()
    .executeTakeFirst();

const lockDocumentType = (tx: Transaction, code: string): Promise<DocumentType | undefined> =>
  tx
    .selectFrom('document_types')
    .selectAll()
    .where('code', '=', code)
    .forUpdate()
    .$narrowType<Words>()
    .executeTakeFirst();

/**
 * Locks a type and every room with a document of it. The rooms come first: a request that lists a document has locked
 * its room when it locks the type. If another room lists one meanwhile, all locks are given back, because taking that
 * room now would be the other order.
 */
export async function lockTypeAndRooms(
  tx: Transaction,
  code: string,
): Promise<{ type: DocumentType | undefined; roomIds: string[] }> {
  await sql`savepoint before_locks`.execute(tx);
  const locked = await roomsWithType(tx, code);
  await lockRooms(tx, locked);
  const type = await lockDocumentType(tx, code);
  const roomIds = await roomsWithType(tx, code);
  if (roomIds.every((id) => locked.includes(id))) return { type, roomIds };
  await sql`rollback to savepoint before_locks`.execute(tx);
  return lockTypeAndRooms(tx, code);
}

/** @throws AppError `document_type_exists` */
export async function insertDocumentType(tx: Transaction, type: DocumentType): Promise<void> {
  await refuseSecond(
    tx.insertInto('document_types').values(type).execute(),
    'document_type_exists',
    `There is a document type '${type.code}' already.`,
  );
}

export const updateDocumentType = (
  tx: Transaction,
  id: string,
  changes: Partial<DocumentTypeFacts>,
): Promise<unknown> => tx.updateTable('document_types').set(changes).where('id', '=', id).execute();

/** Returns the ids of the rooms that have a document of a type, in the order in which rooms are locked. */
async function roomsWithType(tx: Transaction, code: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('documents')
    .innerJoin('document_types', 'document_types.id', 'documents.type_id')
    .select('room_id')
    .distinct()
    .where('document_types.code', '=', code)
    .orderBy('room_id')
    .execute();
  return rows.map(({ room_id }) => room_id);
}
