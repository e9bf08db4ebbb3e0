import { sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';

/** A database, as far as it says which data folder belongs to it. */
export interface DatabaseIdentity {
  /** Undefined if the database is empty, or of a version before 0.3. */
  id: string | undefined;
  /** Whether a data folder has this id. */
  hasFolder: boolean;
  /** Whether the database contains an installation. */
  isUsed: boolean;
}

/** Reads the identity of a database of any version. */
export async function readIdentity(db: Queryable): Promise<DatabaseIdentity> {
  const row = (await tableExists(db, 'installation'))
    ? await db.selectFrom('installation').select(['id', 'has_folder']).executeTakeFirst()
    : undefined;
  return { id: row?.id, hasFolder: row?.has_folder ?? false, isUsed: await isUsed(db) };
}

/** Returns the id of a migrated database. */
export async function readId(db: Queryable): Promise<string> {
  const { id } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
  return id;
}

/** Records that a data folder has the id of this database. */
export const markBound = async (tx: Transaction): Promise<void> =>
  void (await tx.updateTable('installation').set({ has_folder: true }).execute());

/** Gives the database a new id, so that no folder that had the earlier one belongs to it. */
export async function renewId(tx: Transaction): Promise<string> {
  const { id } = await tx
    .updateTable('installation')
    .set({ id: sql`gen_random_uuid()`, has_folder: true, held_back: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Returns a random sample of the files that snapshots and documents need, in a database of any version. */
export async function sampleNeeded(db: Queryable, most: number): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select hash from (
      select edition_sha256 as hash from snapshots
      union select seal_sha256 from snapshots
      union select file_sha256 from documents
    ) as needed where hash is not null order by random() limit ${most}`.execute(db);
  return rows.map(({ hash }) => hash);
}

/** Returns whether this database has ever referred to a file. */
export async function everHadFiles(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ had: boolean }>`
    select exists (select from editions) or exists (
      select from audit_entries where action in ('snapshot_generated', 'document_uploaded')
    ) as had`.execute(db);
  return rows[0]?.had ?? false;
}

/** Returns whether this database has ever had a sealed record. */
export async function everSealed(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ sealed: boolean }>`
    select exists (select from audit_entries where action = 'snapshot_generated') as sealed`.execute(db);
  return rows[0]?.sealed ?? false;
}

/** Returns whether a database of any version contains an installation. */
export async function isUsed(db: Queryable): Promise<boolean> {
  if (!(await tableExists(db, 'users'))) return false;
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from users) or exists (select from audit_entries) as used`.execute(db);
  return rows[0]?.used ?? false;
}

/** Returns whether the database, of any version, has a table. */
export async function tableExists(db: Queryable, name: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${`public.${name}`}) is not null as there`.execute(db);
  return rows[0]?.there ?? false;
}
