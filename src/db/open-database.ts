import { AppError } from '../kernel/errors.ts';
import type { Database } from './database.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { migrate } from './migrate.ts';
import { openServerDatabase } from './server-database.ts';

/** What the operating system and PostgreSQL say of a server that is not there or lets nobody in. */
const UNREACHABLE = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '28P01',
  '28000',
  '3D000',
  '57P03',
];

/**
 * Opens the database and brings it to the newest shape.
 * @throws AppError `database_unreachable`
 * @param where `url` of a PostgreSQL server, or else the data folder for the embedded engine
 */
export async function openDatabase(where: {
  url?: string | undefined;
  dataFolder: string;
}): Promise<Database> {
  const database = where.url
    ? await openServerDatabase(where.url)
    : await openEmbeddedDatabase(where.dataFolder);
  try {
    await migrate(database.query);
    return database;
  } catch (cause) {
    await database.close();
    if (!UNREACHABLE.includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    const message = `The database server in DATABASE_URL cannot be reached: ${(cause as Error).message}`;
    throw new AppError('unavailable', 'database_unreachable', message, { cause });
  }
}
