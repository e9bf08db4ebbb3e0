import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { AppError } from '../kernel/errors.ts';
import { requireOpenFiles } from '../kernel/open-files.ts';
import type { ConnectionCounts, Database, Queryable } from './database.ts';
import { conditionOf } from './database-error.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { migrate } from './migrate.ts';
import { openServerDatabase } from './server-database.ts';
import { witnessed } from './witness.ts';

/** The conditions under which the database server cannot be used. */
const UNREACHABLE: readonly unknown[] = [
  'connection_lost',
  'not_sent',
  'rolled_back',
  'connection_refused',
  'too_many_connections',
  'failing',
];

/** The marker file of an unfinished restore: its rows may be in the database or not. */
export const UNFINISHED_RESTORE = 'unfinished-restore.json';

interface DatabasePlace {
  url?: string | undefined;
  dataFolder: string;
  /** For a PostgreSQL server. Few if left out. */
  connections?: ConnectionCounts | undefined;
}

/**
 * Opens the database with its current schema. The connection is tested.
 * @throws AppError `database_unreachable`, `restore_unfinished`, `too_few_open_files`
 */
export async function openUnmigrated({ url, dataFolder, connections }: DatabasePlace): Promise<Database> {
  requireOpenFiles();
  if (existsSync(join(dataFolder, UNFINISHED_RESTORE))) throw restoreUnfinished(dataFolder);
  const database = await (url ? openServerDatabase(url, connections) : openEmbeddedDatabase(dataFolder));
  try {
    await sql`select 1`.execute(database.query);
    return database;
  } catch (cause) {
    await database.close();
    if (!UNREACHABLE.includes(conditionOf(cause))) throw cause;
    const message = `The database server in DATABASE_URL cannot be reached: ${(cause as Error).message}`;
    throw new AppError('unavailable', 'database_unreachable', message, { cause });
  }
}

/** Checks of an opened database. If one throws, the database is closed. */
interface Opening {
  /** Runs before the first change. */
  beforeMigration?(database: Database): Promise<unknown>;
  afterMigration?(database: Database): Promise<unknown>;
}

/**
 * Opens the database and migrates it to the newest schema.
 * @throws AppError `database_unreachable`, `database_read_only`, `restore_unfinished`, `too_few_open_files`,
 *   `confirmed_entries_missing`
 * @param where `url` of a PostgreSQL server, or else the data folder for the embedded engine
 */
export async function openDatabase(
  where: DatabasePlace,
  { beforeMigration, afterMigration }: Opening = {},
): Promise<Database> {
  const opened = await openUnmigrated(where);
  try {
    await requireWritable(opened.query);
    await beforeMigration?.(opened);
    const database = await witnessed(opened, where.dataFolder);
    await migrate(database.long.query);
    await afterMigration?.(database);
    return database;
  } catch (cause) {
    await opened.close();
    throw cause;
  }
}

/** @throws AppError `database_read_only` */
async function requireWritable(db: Queryable): Promise<void> {
  const { rows } = await sql<{ is_read_only: boolean }>`
    select current_setting('transaction_read_only')::boolean as is_read_only`.execute(db);
  if (!rows[0]?.is_read_only) return;
  const text =
    'The database server is read-only: it is a standby, or default_transaction_read_only is set. Set DATABASE_URL to the primary server, or promote this one.';
  throw new AppError('unavailable', 'database_read_only', text);
}

const restoreUnfinished = (folder: string): AppError =>
  new AppError(
    'unavailable',
    'restore_unfinished',
    `The restore into ${folder} was interrupted. Run it again with the same backup. It continues or starts again.`,
  );
