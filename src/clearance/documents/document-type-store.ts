import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { refuseSecond } from '../../platform/db/database-error.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { DEFAULT_DOCUMENT_TYPES, type DocumentTypeFacts } from './default-document-types.ts';

export type DocumentType = DocumentTypeFacts & { id: string };

/** The database holds these words as text. The API lets in no others. */
type Words = Pick<DocumentType, 'category' | 'criticality'>;

/** Adds the default document types that are not there; changes none that is. Safe to run at every start. */
export async function ensureDocumentTypes(tx: Transaction): Promise<void> {
  await tx
    .insertInto('document_types')
    .values(DEFAULT_DOCUMENT_TYPES.map((type) => ({ id: newId(), ...type })))
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute();
}

/** Every document type, in the order of its code. */
export const listDocumentTypes = (db: Queryable): Promise<DocumentType[]> =>
  db.selectFrom('document_types').selectAll().orderBy(sql`code collate "C"`).$narrowType<Words>().execute();

export const findDocumentType = (db: Queryable, code: string): Promise<DocumentType | undefined> =>
  db
    .selectFrom('document_types')
    .selectAll()
    .where('code', '=', code)
    .$narrowType<Words>()
    .executeTakeFirst();

/** A type that stays as it is until the transaction ends. Take it before the room, as whoever changes types does. */
export const lockDocumentTypeShared = (tx: Transaction, code: string): Promise<DocumentType | undefined> =>
  tx
    .selectFrom('document_types')
    .selectAll()
    .where('code', '=', code)
    .forShare()
    .$narrowType<Words>()
    .executeTakeFirst();

/** A type that nobody else can use or change until the transaction ends. */
export const lockDocumentType = (tx: Transaction, code: string): Promise<DocumentType | undefined> =>
  tx
    .selectFrom('document_types')
    .selectAll()
    .where('code', '=', code)
    .forUpdate()
    .$narrowType<Words>()
    .executeTakeFirst();

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

/** The rooms that hold a document of a type, in an order in which they can be locked one after the other. */
export async function roomsWithType(tx: Transaction, typeId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('documents')
    .select('room_id')
    .distinct()
    .where('type_id', '=', typeId)
    .orderBy('room_id')
    .execute();
  return rows.map(({ room_id }) => room_id);
}
