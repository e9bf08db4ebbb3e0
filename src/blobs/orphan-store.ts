import { sql } from 'kysely';
import type { Queryable } from '../db/database.ts';

/** Which of some blobs nothing in the database stands on. */
export async function findOrphans(db: Queryable, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select hash from unnest(${hashes}::text[]) as stored (hash)
    where not exists (select from editions where sha256 = hash)
      and not exists (select from snapshots where hash in (edition_sha256, seal_sha256))
      and not exists (select from documents where file_sha256 = hash)`.execute(db);
  return rows.map((row) => row.hash);
}
