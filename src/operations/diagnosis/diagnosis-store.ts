import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';

/** Returns a random sample of the files that the database refers to. */
export async function sampleFiles(db: Queryable, most: number): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select hash from (
      select sha256 as hash from editions
      union select edition_sha256 from snapshots union select seal_sha256 from snapshots
      union select file_sha256 from documents
      union select file_sha256 from earlier_versions
    ) as stored where hash is not null order by random() limit ${most}`.execute(db);
  return rows.map(({ hash }) => hash);
}
