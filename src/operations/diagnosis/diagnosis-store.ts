import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';

/** The columns that name stored files. Each has an index. */
const NAMES = [
  ['editions', 'sha256'],
  ['snapshots', 'edition_sha256'],
  ['snapshots', 'seal_sha256'],
  ['documents', 'file_sha256'],
  ['earlier_versions', 'file_sha256'],
] as const;

/** Returns the next files that the database refers to, in the order of their hashes. */
async function listFiles(db: Queryable, { after, most }: { after: string; most: number }): Promise<string[]> {
  const parts = NAMES.map(
    ([table, column]) => sql`(
      select ${sql.ref(column)} as hash from ${sql.table(table)} where ${sql.ref(column)} > ${after}
      group by ${sql.ref(column)} order by ${sql.ref(column)} limit ${most}::int)`,
  );
  const { rows } = await sql<{ hash: string }>`
    select hash from (${sql.join(parts, sql` union `)}) as stored order by hash limit ${most}::int`.execute(
    db,
  );
  return rows.map(({ hash }) => hash);
}

/**
 * Returns a random sample of the files that the database refers to: for each of some random hashes, the file whose hash
 * follows. Hashes are spread evenly, so the sample is too, and it takes as long for any number of files.
 */
export async function sampleFiles(db: Queryable, most: number): Promise<string[]> {
  const sample = new Set<string>();
  for (let drawn = 0; drawn < most; drawn++) {
    const [hash] = await listFiles(db, { after: randomBytes(32).toString('hex'), most: 1 });
    if (hash !== undefined) sample.add(hash);
  }
  return [...sample];
}
