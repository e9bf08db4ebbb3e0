import { sql } from 'kysely';
import type { Queryable } from '../db/database.ts';

/** Returns those of the given blobs that no row refers to. It returns none while a backup has a blob hold. */
export async function findOrphans(db: Queryable, hashes: readonly string[], at: Date): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select hash from unnest(${hashes}::text[]) as stored (hash)
    where not exists (select from blob_holds where until > ${at}::timestamptz)
      and not exists (select from editions where sha256 = hash)
      and not exists (select from snapshots where edition_sha256 = hash)
      and not exists (select from snapshots where seal_sha256 = hash)
      and not exists (select from documents where file_sha256 = hash)
      and not exists (select from earlier_versions where file_sha256 = hash)`.execute(db);
  return rows.map((row) => row.hash);
}

/** Protects all blobs from the clean-up until a given time, for a backup. */
export async function holdBlobs(db: Queryable, id: string, until: Date): Promise<void> {
  await db
    .insertInto('blob_holds')
    .values({ id, until })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ until }))
    .execute();
}

export async function releaseBlobs(db: Queryable, id: string): Promise<void> {
  await db.deleteFrom('blob_holds').where('id', '=', id).execute();
}

/** Removes the blob holds of processes that died before the release. Returns how many there were. */
export async function forgetExpiredHolds(db: Queryable, at: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('blob_holds').where('until', '<', at).executeTakeFirst();
  return Number(numDeletedRows);
}
