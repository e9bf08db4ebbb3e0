import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  continueNumbers,
  emptyTable,
  insertRows,
  liftGuards,
  listTables,
  readRows,
  setGuards,
} from '../../src/operations/backup/table-copy-store.ts';
import { openFolderBlobStore } from '../../src/platform/blobs/folder-blob-store.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { openEmbeddedDatabase } from '../../src/platform/db/embedded-database.ts';
import { migrateTo } from '../../src/platform/db/migrate.ts';
import { openServerDatabase } from '../../src/platform/db/server-database.ts';
import type { TestData } from './data-folder.ts';
import type { TestServer } from './server.ts';

/** Binds the folder to the database. The first versions knew neither. */
const ID = 'installation-id';

/**
 * Makes an installation with the shape of an older version, and copies into it what that shape can hold.
 * @param migration the newest one that the older version knew
 * @param adapt changes the data to what only an older version could have written
 */
export async function copyToOlderShape(
  { roomshot, config }: TestServer,
  { dataFolder, databaseUrl }: TestData['place'],
  migration: string,
  adapt: (older: Database) => Promise<void> = async () => {},
): Promise<void> {
  for (const name of ['blobs', 'signing']) {
    await cp(join(config.dataFolder, name), join(dataFolder, name), { recursive: true });
  }
  await mkdir(dataFolder, { recursive: true });
  const older = await (databaseUrl ? openServerDatabase(databaseUrl) : openEmbeddedDatabase(dataFolder));
  try {
    await migrateTo(older.query, migration);
    const tables = await listTables(older.query);
    for (const table of tables) await copyTable(roomshot.database, older, table);
    if (!tables.includes('seals'))
      await storeSealsAsFiles(roomshot.database, older, join(dataFolder, 'blobs'));
    if (tables.includes('installation')) await cp(join(config.dataFolder, ID), join(dataFolder, ID));
    await older.transaction(continueNumbers);
    await adapt(older);
  } finally {
    await older.close();
  }
}

/** As earlier versions stored them. */
async function storeSealsAsFiles(from: Database, older: Database, folder: string): Promise<void> {
  const { blobs } = await openFolderBlobStore({ folder });
  const seals = await from.query.selectFrom('seals').select(['snapshot_id', 'bytes']).execute();
  for (const { snapshot_id, bytes } of seals) {
    const { sha256: seal_sha256 } = await blobs.put(bytes);
    await older.query.updateTable('snapshots').set({ seal_sha256 }).where('id', '=', snapshot_id).execute();
  }
}

async function copyTable(from: Database, to: Database, table: string): Promise<void> {
  const rows = await from.transaction(async (tx) => {
    const read: string[] = [];
    for await (const row of readRows(tx, table)) read.push(row);
    return read;
  });
  await to.transaction(async (tx) => {
    await emptyTable(tx, table);
    // Columns that the older shape does not have are left out.
    await liftGuards(tx);
    await insertRows(tx, table, rows);
    await setGuards(tx);
  });
}
