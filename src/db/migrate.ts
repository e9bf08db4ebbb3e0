import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import type { Queryable } from './database.ts';
import { roomsAndSnapshots } from './migrations/0001-rooms-and-snapshots.ts';

/** Append only: what has run somewhere is never changed. */
const MIGRATIONS: Record<string, readonly string[]> = {
  '0001-rooms-and-snapshots': roomsAndSnapshots,
};

const toMigration = (statements: readonly string[]): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

const provider: MigrationProvider = {
  getMigrations: async () =>
    Object.fromEntries(
      Object.entries(MIGRATIONS).map(([name, statements]) => [name, toMigration(statements)]),
    ),
};

/**
 * Brings the database to the newest shape. Processes that race here wait for each other.
 * @throws the error of the first statement that failed; nothing of that migration is kept
 */
export async function migrate(db: Queryable): Promise<void> {
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
}
