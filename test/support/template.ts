import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createAuth } from '../../src/app/accounts.ts';
import { openRoomshot } from '../../src/app/app.ts';
import type { Config } from '../../src/app/config.ts';
import { fillEmptyDatabase } from '../../src/app/first-start.ts';
import { ROLES, type Role } from '../../src/people/permissions/roles.ts';
import type { Answer } from './client.ts';
import { createDatabase, dropDatabase, TEMPLATE_DATABASE } from './server-databases.ts';
import { PASSWORD, testConfig, testLog } from './settings.ts';

type DemonstrationRoom = 'ready' | 'large' | 'troubled';

/** What every copy of the template has. */
interface Template {
  /** The answer to the log-in of each demonstration account. Hashing its password again would only cost time. */
  sessions: Record<Role, Answer['body']>;
  rooms: Record<DemonstrationRoom, string>;
}

declare module 'vitest' {
  interface ProvidedContext extends Template {
    /** A data folder with the demonstration, to be copied. */
    templateFolder: string;
    /** The PostgreSQL server with the same as a template database; the embedded engine if empty. */
    serverUrl: string;
    templateDatabase: string;
  }
}

const TITLES: Record<DemonstrationRoom, string> = {
  ready: '%Aegean Pearl%',
  large: '%Chrysi Avgerini%',
  troubled: '%Fujairah%',
};

/** Makes, once for all test files, a database with the demonstration in it, whose accounts have logged in. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = project.config.env.TEST_DATABASE_URL ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'roomshot-template-'));
  const databaseUrl = serverUrl ? await createDatabase(serverUrl, TEMPLATE_DATABASE) : undefined;
  const { sessions, rooms } = await fill(testConfig({ dataFolder: folder, databaseUrl }));
  project.provide('sessions', sessions);
  project.provide('rooms', rooms);
  project.provide('templateFolder', folder);
  project.provide('serverUrl', serverUrl);
  project.provide('templateDatabase', TEMPLATE_DATABASE);
  return async () => {
    await rm(folder, { recursive: true });
    if (serverUrl) await dropDatabase(serverUrl, TEMPLATE_DATABASE);
  };
}

async function fill(config: Config): Promise<Template> {
  await using roomshot = await openRoomshot(config, testLog);
  const { database, blobs, accounts } = roomshot;
  await fillEmptyDatabase({ database, blobs, users: accounts.users, at: new Date() }, config);
  const { login } = await createAuth(config, roomshot, accounts);
  // Without a server, whose requests every copy would have among its metrics.
  const logIn = async (role: Role) => {
    const email = `${role}@roomshot.example`;
    const { token, expiresAt, user } = await login.logIn({ email, password: PASSWORD, address: '127.0.0.1' });
    return [role, { token, email, role, name: user.name, expires_at: expiresAt.toISOString() }];
  };
  const findRoom = async ([name, title]: [string, string]) => {
    const rooms = database.query.selectFrom('rooms').select('id').where('title', 'like', title);
    return [name, (await rooms.executeTakeFirstOrThrow()).id];
  };
  return {
    sessions: Object.fromEntries(await Promise.all(ROLES.map(logIn))),
    rooms: Object.fromEntries(await Promise.all(Object.entries(TITLES).map(findRoom))),
  };
}
