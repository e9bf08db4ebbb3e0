import { existsSync } from 'node:fs';
import type { Database } from '../platform/db/database.ts';
import { openDatabase } from '../platform/db/open-database.ts';
import { bindFolder, compareFolder, requireUnused } from '../platform/installation/folder-binding.ts';
import type { Config } from './config.ts';
import { installationIn, placesIn } from './data-folder.ts';

type InstallationPlace = Pick<Config, 'databaseUrl' | 'dataFolder'> &
  Partial<Pick<Config, 'databaseConnections'>>;

/**
 * Opens the database of a data folder, and binds the two to each other. Every server and every command that works on
 * an installation opens it here.
 * @throws AppError from `openDatabase`, `requireUnused` and `bindFolder`
 */
export async function openInstallation({
  databaseUrl: url,
  databaseConnections: connections,
  dataFolder,
}: InstallationPlace): Promise<Database> {
  const folder = installationIn(dataFolder);
  if (!url && !existsSync(placesIn(dataFolder).embeddedDatabase)) await requireUnused(folder);
  return openDatabase(
    { url, dataFolder, connections },
    {
      beforeMigration: ({ query }) => compareFolder(query, folder),
      afterMigration: (database) => bindFolder(database, folder),
    },
  );
}
