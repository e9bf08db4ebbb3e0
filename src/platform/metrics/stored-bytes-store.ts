import { type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../db/database.ts';

/** The bytes of the database, and of its files. */
export interface StoredBytes {
  database: number;
  /** The bytes of editions in the cache. */
  editions: number;
  /** The bytes of all files, each counted once. */
  blobs: number;
}

/** Rows that name files or editions. Those with the same name count once. The column of the name has an index. */
interface Source {
  table: string;
  name: string;
  size: string;
  /** Leaves out what another source counts. */
  unless?: RawBuilder<unknown>;
}

const CACHED: Source = { table: 'editions', name: 'key', size: 'size' };

const FILES: readonly Source[] = [
  { table: 'snapshots', name: 'seal_sha256', size: 'seal_size' },
  { table: 'snapshots', name: 'edition_sha256', size: 'edition_size' },
  {
    ...{ table: 'editions', name: 'sha256', size: 'size' },
    unless: sql`exists (select from snapshots where edition_sha256 = editions.sha256)`,
  },
  { table: 'documents', name: 'file_sha256', size: 'file_size' },
  {
    ...{ table: 'earlier_versions', name: 'file_sha256', size: 'file_size' },
    unless: sql`exists (select from documents where file_sha256 = earlier_versions.file_sha256)`,
  },
];

/** The most rows of one statement, because a statement of the embedded engine holds up all others. */
const AT_ONCE = 1000;

/** Measures by many brief statements. Together they take longer the more rows there are. */
export async function measureStoredBytes(db: Queryable): Promise<StoredBytes> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_database_size(current_database())::float8 as bytes`.execute(db);
  let blobs = 0;
  for (const source of FILES) blobs += await sumSizes(db, source);
  return { database: rows[0]?.bytes ?? 0, editions: await sumSizes(db, CACHED), blobs };
}

interface Page {
  /** The last name of the page. It is null if there are no more. */
  last: string | null;
  bytes: number;
}

async function sumSizes(db: Queryable, { table, name, size, unless }: Source): Promise<number> {
  const column = sql.ref(name);
  let sum = 0;
  for (let last: string | null = ''; last !== null; ) {
    const { rows }: QueryResult<Page> = await sql<Page>`
      select max(name) as last, coalesce(sum(size), 0)::float8 as bytes
      from (
        select distinct name, size from (
          select ${column} as name, ${sql.ref(size)} as size from ${sql.table(table)}
          where ${column} > ${last} ${unless ? sql`and not ${unless}` : sql``}
          order by ${column} limit ${sql.lit(AT_ONCE)}
        ) as page
      ) as file`.execute(db);
    last = rows[0]?.last ?? null;
    sum += rows[0]?.bytes ?? 0;
  }
  return sum;
}
