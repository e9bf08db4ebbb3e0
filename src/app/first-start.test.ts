import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { expect, test } from 'vitest';
import { createPasswordHasher } from '../people/accounts/password.ts';
import { createUserService } from '../people/accounts/user-service.ts';
import type { Blobs } from '../platform/blobs/blob-ledger.ts';
import type { Database } from '../platform/db/database.ts';
import type { Schema } from '../platform/db/schema.ts';
import { systemClock } from '../platform/kernel/clock.ts';
import { fillEmptyDatabase } from './first-start.ts';

/** Every query finds nothing. */
const query = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

test.for([
  ['ROOMSHOT_ADMIN_EMAIL', 'nobody', 'correct horse battery'],
  ['ROOMSHOT_ADMIN_PASSWORD', 'somebody@example.com', 'too short'],
] as const)(
  'a first administrator that cannot be is refused by the name of the setting: %s',
  async ([name, adminEmail, adminPassword]) => {
    const users = createUserService({ passwords: createPasswordHasher(), clock: systemClock });
    const [database, blobs] = [{ query } as unknown as Database, {} as Blobs];
    const parts = { database, blobs, users, at: systemClock() };
    const settings = { adminEmail, adminPassword, demonstration: false };
    await expect(fillEmptyDatabase(parts, settings)).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringContaining(name),
    });
  },
);
