import { openDatabase } from '../../src/platform/db/open-database.ts';
import { copyDemonstration } from './data-folder.ts';
import { test as folderTest } from './folder-test.ts';

/**
 * Tests on a copy of the demonstration, on the engine that is being tested. Its tests share it.
 *
 * - `place`: where its data are.
 * - `database`: its database, for tests without a server. The embedded engine can be opened once at a time.
 */
export const test = folderTest
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('place', { scope: 'file' }, async ({}, { onCleanup }) => {
    const data = await copyDemonstration();
    onCleanup(() => data[Symbol.asyncDispose]());
    return data.place;
  })
  .extend('database', { scope: 'file' }, async ({ place }, { onCleanup }) => {
    const database = await openDatabase({ url: place.databaseUrl, dataFolder: place.dataFolder });
    onCleanup(() => database.close());
    return database;
  });
