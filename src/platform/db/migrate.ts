import { setTimeout } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { AppError } from '../kernel/errors.ts';
import type { Queryable } from './database.ts';
import { conditionOf } from './database-error.ts';
import { roomsAndSnapshots } from './migrations/0001-rooms-and-snapshots.ts';
import { metrics } from './migrations/0002-metrics.ts';
import { operations } from './migrations/0003-operations.ts';
import { comparedSnapshots } from './migrations/0004-compared-snapshots.ts';
import { recordedFiles } from './migrations/0005-recorded-files.ts';
import { waitingTasks } from './migrations/0006-waiting-tasks.ts';
import { cargoApiGravity } from './migrations/0007-cargo-api-gravity.ts';
import { auditNumbers } from './migrations/0008-audit-numbers.ts';
import { clocks } from './migrations/0009-clocks.ts';
import { clockTrust } from './migrations/0010-clock-trust.ts';
import { installation } from './migrations/0011-installation.ts';
import { failedAttempts } from './migrations/0012-failed-attempts.ts';
import { judgedAnew } from './migrations/0013-judged-anew.ts';
import { commercialTerms } from './migrations/0014-commercial-terms.ts';
import { revisionsOfChanges } from './migrations/0015-revisions-of-changes.ts';
import { clearanceRules } from './migrations/0016-clearance-rules.ts';
import { manoeuvringRoles } from './migrations/0017-manoeuvring-roles.ts';
import { compatibility } from './migrations/0018-compatibility.ts';
import { placesOfAccounts } from './migrations/0019-places-of-accounts.ts';
import { manySnapshots } from './migrations/0020-many-snapshots.ts';
import { appendAuditFunction } from './migrations/0021-append-audit.ts';
import { loginCounters } from './migrations/0022-login-counters.ts';
import { seals } from './migrations/0023-seals.ts';
import { blobLedger } from './migrations/0024-blob-ledger.ts';

/** The migrations. Append only: a migration that has run anywhere is never changed. */
const MIGRATIONS: Record<string, readonly string[]> = {
  '0001-rooms-and-snapshots': roomsAndSnapshots,
  '0002-metrics': metrics,
  '0003-operations': operations,
  '0004-compared-snapshots': comparedSnapshots,
  '0005-recorded-files': recordedFiles,
  '0006-waiting-tasks': waitingTasks,
  '0007-cargo-api-gravity': cargoApiGravity,
  '0008-audit-numbers': auditNumbers,
  '0009-clocks': clocks,
  '0010-clock-trust': clockTrust,
  '0011-installation': installation,
  '0012-failed-attempts': failedAttempts,
  '0013-judged-anew': judgedAnew,
  '0014-commercial-terms': commercialTerms,
  '0015-revisions-of-changes': revisionsOfChanges,
  '0016-clearance-rules': clearanceRules,
  '0017-manoeuvring-roles': manoeuvringRoles,
  '0018-compatibility': compatibility,
  '0019-places-of-accounts': placesOfAccounts,
  '0020-many-snapshots': manySnapshots,
  '0021-append-audit': appendAuditFunction,
  '0022-login-counters': loginCounters,
  '0023-seals': seals,
  '0024-blob-ledger': blobLedger,
};

/** The name of the newest migration. */
export const latestMigration: string = Object.keys(MIGRATIONS).sort().at(-1) ?? '';

const toMigration = (statements: readonly string[]): Migration => ({
  async up(db: Kysely<unknown>) {
    // A change of a table that waits for its lock keeps all others from reading it.
    await sql`set local lock_timeout = '3s'`.execute(db);
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

const provider: MigrationProvider = {
  getMigrations: async () =>
    Object.fromEntries(
      Object.entries(MIGRATIONS).map(([name, statements]) => [name, toMigration(statements)]),
    ),
};

const MAX_ATTEMPTS = 20;
const PAUSE_MS = 1000;

/** Migrates. While others use a table that must change, it is attempted again. Returns the last error. */
async function attempt(db: Queryable, attempts = MAX_ATTEMPTS): Promise<unknown> {
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (conditionOf(error) !== 'locked' || attempts === 1) return error;
  await setTimeout(PAUSE_MS);
  return attempt(db, attempts - 1);
}

/**
 * Migrates the database to the newest schema. Concurrent processes wait for each other.
 * @throws AppError `database_too_new` if a newer version has migrated it
 * @throws the error of the first statement that failed; nothing of that migration is kept
 */
export async function migrate(db: Queryable): Promise<void> {
  // Kysely reads the catalogue of all tables before it migrates, which is a large part of a start.
  if (isCurrent(await compareMigrations(db))) return;
  const error = await attempt(db);
  if (error) {
    isCurrent(await compareMigrations(db), error);
    throw error;
  }
}

/** @throws AppError `database_too_new` */
function isCurrent({ pending, unknown }: Migrations, cause?: unknown): boolean {
  if (unknown.length === 0) return pending.length === 0;
  const text =
    'A newer version of Roomshot has migrated this database. Start that version, or restore a backup from before.';
  throw new AppError('invalid', 'database_too_new', text, { cause });
}

/**
 * Migrates an empty database to the schema of a given migration.
 * @throws AppError `backup_too_new` if this version does not know that migration
 */
export async function migrateTo(db: Queryable, name: string): Promise<void> {
  if (!(name in MIGRATIONS)) {
    const text = 'This backup was written by a newer version of Roomshot. Restore it with that version.';
    throw new AppError('invalid', 'backup_too_new', text);
  }
  const { error } = await new Migrator({ db, provider }).migrateTo(name);
  if (error) throw error;
}

/** The migrations that a database lacks, and those that this version does not know. */
interface Migrations {
  pending: string[];
  unknown: string[];
}

/** Compares the migrations of this version with those of a database. It changes nothing. */
export async function compareMigrations(db: Queryable): Promise<Migrations> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.kysely_migration') is not null as there`.execute(db);
  const done = rows[0]?.there
    ? (await sql<{ name: string }>`select name from kysely_migration`.execute(db)).rows
    : [];
  const names = done.map(({ name }) => name);
  return {
    pending: Object.keys(MIGRATIONS).filter((name) => !names.includes(name)),
    unknown: names.filter((name) => !(name in MIGRATIONS)),
  };
}
