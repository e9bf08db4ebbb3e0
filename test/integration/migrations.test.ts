import { sql } from 'kysely';
import { expect } from 'vitest';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { test } from '../support/data-test.ts';

test('an older version refuses a database that a newer one has migrated, and says why', async ({
  ownPlace: { dataFolder, databaseUrl: url },
}) => {
  const database = await openDatabase({ url, dataFolder });
  await database.transaction((tx) =>
    sql`insert into kysely_migration (name, timestamp) values ('9999-of-tomorrow', '2099-01-01')`.execute(tx),
  );
  await database.close();
  await expect(openDatabase({ url, dataFolder })).rejects.toMatchObject({ code: 'database_too_new' });
});
