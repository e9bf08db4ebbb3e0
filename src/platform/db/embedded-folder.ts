import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../kernel/errors.ts';

/** Without one of these, PostgreSQL would take the folder for an empty one and create a database over it. */
const REQUIRED = ['PG_VERSION', 'global/pg_control', 'base', 'pg_wal', 'pg_xact', 'pg_multixact'];
/** Bytes: `PG_CONTROL_FILE_SIZE`. */
const CONTROL_SIZE = 8192;
const LOG_SEGMENT = /^[0-9A-F]{24}$/;

/**
 * Checks that an existing folder contains a complete database, before the engine opens it.
 * @throws AppError `database_damaged`, which names what is wrong
 */
export async function requireWholeFolder(folder: string): Promise<void> {
  const missing = REQUIRED.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw databaseDamaged(folder, `${missing.join(', ')} missing`);
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8');
  if (!/^\d+\s*$/.test(version)) throw databaseDamaged(folder, 'PG_VERSION is not a version');
  const control = await stat(join(folder, 'global/pg_control'));
  if (control.size !== CONTROL_SIZE) throw databaseDamaged(folder, 'global/pg_control is incomplete');
  const segments = (await readdir(join(folder, 'pg_wal'))).filter((name) => LOG_SEGMENT.test(name));
  if (segments.length === 0) throw databaseDamaged(folder, 'the write-ahead log in pg_wal is missing');
}

/** Creates the error for a database that cannot be opened. */
export const databaseDamaged = (folder: string, what: string, cause?: unknown): AppError =>
  new AppError(
    'unavailable',
    'database_damaged',
    `The embedded database in ${folder} is damaged: ${what}. No new database was created. Keep the folder as it is, and restore a backup into another data folder ("roomshot restore --help").`,
    { cause },
  );
