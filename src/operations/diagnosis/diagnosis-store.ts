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

const PAGE = 500;

/** Yields the files that the database refers to, in the order of their hashes, page by page. */
export async function* allFiles(db: Queryable): AsyncIterable<string[]> {
  for (let page = await listFiles(db, { after: '', most: PAGE }); page.length > 0; ) {
    yield page;
    page = await listFiles(db, { after: page.at(-1) ?? '', most: PAGE });
  }
}

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
 * Returns all files that the database refers to if there are few of them, and otherwise a random sample: for each of
 * some random hashes, the file whose hash follows. Hashes are spread evenly, and it takes as long for any number.
 */
export async function sampleFiles(db: Queryable, most: number): Promise<string[]> {
  const first = await listFiles(db, { after: '', most: most + 1 });
  if (first.length <= most) return first;
  const sample = new Set<string>();
  for (let drawn = 0; drawn < most; drawn++) {
    const [hash] = await listFiles(db, { after: randomBytes(32).toString('hex'), most: 1 });
    if (hash !== undefined) sample.add(hash);
  }
  return [...sample];
}
