import type { Database } from './database.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { migrate } from './migrate.ts';
import { openServerDatabase } from './server-database.ts';

/**
 * Opens the database and brings it to the newest shape.
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
  } catch (error) {
    await database.close();
    throw error;
  }
}
