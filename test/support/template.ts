import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openRoomshot } from '../../src/app/app.ts';
import { fillEmptyDatabase } from '../../src/app/first-start.ts';
import { createDatabase, dropDatabase, TEMPLATE_DATABASE } from './server-databases.ts';
import { testConfig, testLog } from './settings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with the demonstration, to be copied. */
    templateFolder: string;
    /** The PostgreSQL server with the same as a template database; the embedded engine if empty. */
    serverUrl: string;
    templateDatabase: string;
  }
}

/** Makes, once for all test files, a database with the demonstration in it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = project.config.env.TEST_DATABASE_URL ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'roomshot-template-'));
  const databaseUrl = serverUrl ? await createDatabase(serverUrl, TEMPLATE_DATABASE) : undefined;
  const config = testConfig({ dataFolder: folder, databaseUrl });
  {
    await using roomshot = await openRoomshot(config, testLog);
    await fillEmptyDatabase(
      { database: roomshot.database, users: roomshot.accounts.users, at: new Date() },
      config,
    );
  }
  project.provide('templateFolder', folder);
  project.provide('serverUrl', serverUrl);
  project.provide('templateDatabase', TEMPLATE_DATABASE);
  return async () => {
    await rm(folder, { recursive: true });
    if (serverUrl) await dropDatabase(serverUrl, TEMPLATE_DATABASE);
  };
}
