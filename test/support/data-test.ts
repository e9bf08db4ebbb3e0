import { inject } from 'vitest';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { copyDemonstration } from './data-folder.ts';
import { test as folderTest } from './folder-test.ts';

/**
 * Tests on a copy of the demonstration, on the engine that is being tested. Its tests share it.
 *
 * - `place`: where its data are.
 * - `ownPlace`: a copy of this test alone.
 * - `readyRoom`, `largeRoom`, `troubledRoom`: ids of the rooms of the demonstration.
 * - `database`: its database, for tests without a server. The embedded engine can be opened once at a time.
 */
export const test = folderTest
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('place', { scope: 'file' }, async ({}, { onCleanup }) => {
    const data = await copyDemonstration();
    onCleanup(() => data[Symbol.asyncDispose]());
    return data.place;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('ownPlace', async ({}, { onCleanup }) => {
    const data = await copyDemonstration();
    onCleanup(() => data[Symbol.asyncDispose]());
    return data.place;
  })
  .extend('readyRoom', { scope: 'file' }, () => inject('rooms').ready)
  .extend('largeRoom', { scope: 'file' }, () => inject('rooms').large)
  .extend('troubledRoom', { scope: 'file' }, () => inject('rooms').troubled)
  .extend('database', { scope: 'file' }, async ({ place }, { onCleanup }) => {
    const database = await openDatabase({ url: place.databaseUrl, dataFolder: place.dataFolder });
    onCleanup(() => database.close());
    return database;
  });
