import { type Selectable, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';

const COLUMNS = sql.raw(
  `version, status, certificate_number, issuer, issued_on, expires_on, no_expiry_stated, notes, file_name, file_type,
  file_size, file_sha256, file_mismatch, uploaded_by, uploaded_at, reviewed_by, reviewed_at`,
);

/** Keeps the present version of a document, which a newer one is about to replace. It does nothing without a file. */
export async function keepVersion(tx: Transaction, documentId: string): Promise<void> {
  await sql`
    insert into earlier_versions (document_id, ${COLUMNS})
    select id, ${COLUMNS} from documents where id = ${documentId}::uuid and file_sha256 is not null`.execute(
    tx,
  );
}

/** Returns a version that a newer one replaced. */
export const findVersion = (
  db: Queryable,
  documentId: string,
  version: number,
): Promise<Selectable<Schema['earlier_versions']> | undefined> =>
  db
    .selectFrom('earlier_versions')
    .selectAll()
    .where('document_id', '=', documentId)
    .where('version', '=', version)
    .executeTakeFirst();
