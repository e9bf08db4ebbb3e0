import type { Logger } from 'pino';
import { BACKUP_SPOOL } from '../operations/backup/backup.ts';
import { type Blobs, openBlobLedger } from '../platform/blobs/blob-ledger.ts';
import type { BlobLeftovers } from '../platform/blobs/blob-leftovers.ts';
import { UPLOAD } from '../platform/blobs/s3/prepared-upload.ts';
import { ClockTrust } from '../platform/clock/clock-trust.ts';
import { readDatabaseTime } from '../platform/clock/clock-trust-store.ts';
import type { Database } from '../platform/db/database.ts';
import { refuseFolder } from '../platform/db/folder-lock.ts';
import { BALLAST } from '../platform/disk/ballast.ts';
import { makePrivate } from '../platform/disk/private-folder.ts';
import { requireBound } from '../platform/installation/folder-binding.ts';
import { readBootId } from '../platform/kernel/boot-id.ts';
import { type Clock, systemClock } from '../platform/kernel/clock.ts';
import { removeUnfinishedFiles } from '../platform/kernel/durable-file.ts';
import { requireOpenFiles } from '../platform/kernel/open-files.ts';
import { VERSION } from '../platform/kernel/version.ts';
import type { Tracing } from '../platform/tracing/tracing.ts';
import type { Config } from './config.ts';
import { entriesOf, installationIn, writtenFoldersIn } from './data-folder.ts';
import { openFileStore } from './file-store.ts';
import { type LocalDisk, openLocalDisk } from './local-disk.ts';
import { openInstallation } from './open-installation.ts';

/** The parts that all other parts use. */
export interface Platform {
  readonly clock: Clock;
  /** Reads the time of the database, which is the same for all servers. */
  readTime(): Promise<Date>;
  readonly log: Logger;
  readonly database: Database;
  readonly clockTrust: ClockTrust;
  /** @throws AppError if nothing may be removed at this moment. Every removal asks here first */
  requireRemoval(): Promise<void>;
  readonly blobs: Blobs;
  /** Files of interrupted writes and damaged blobs. */
  readonly leftovers: BlobLeftovers;
  /** @throws the error of the system if no blob can be stored now */
  readonly requireWritableBlobs: () => Promise<void>;
  readonly disk: LocalDisk;
  /** Undefined if the environment does not ask for traces. */
  readonly tracing: Tracing | undefined;
}

/** @throws AppError from `openInstallation` and `openFileStore` */
export async function openPlatform(
  {
    tracing: isTraced,
    ...place
  }: Pick<Config, 'databaseUrl' | 'databaseConnections' | 'dataFolder' | 's3' | 'tracing'>,
  log: Logger,
  clock: Clock,
): Promise<Platform & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const { dataFolder } = place;
  // Before the folder is made: who is refused leaves nothing behind.
  requireOpenFiles();
  await makePrivate(dataFolder, entriesOf(dataFolder)).catch((cause) => refuseFolder(dataFolder, cause));
  const tracing = isTraced ? await openTracing(log) : undefined;
  opening.defer(async () => tracing?.close());
  const database = opening.adopt(await openInstallation(place), (opened) => opened.close());
  const hasOwnClock = database.engine === 'embedded' || clock !== systemClock;
  const readTime = hasOwnClock ? async () => clock() : () => readDatabaseTime(database.query);
  const clockTrust = opening.adopt(
    await openClockTrust({ database, clock, log, readTime: hasOwnClock ? undefined : readTime }),
    (opened) => opened.stop(),
  );
  // The lock of the embedded database proves that no other process uses the folder.
  const isExclusive = database.engine === 'embedded';
  const disk = openLocalDisk(dataFolder);
  opening.defer(() => disk.ballast.close());
  if (isExclusive) await removeRemains(dataFolder, disk);
  const warning = await database.warnOfConnections();
  if (warning) log.warn(warning);
  const parts = { db: database.query, scratch: disk.scratch, clock, log, isExclusive };
  const files = opening.adopt(await openFileStore(place, parts), (opened) => opened.close());
  const requireRemoval = async () => {
    await clockTrust.require();
    await requireBound(database.query, installationIn(dataFolder));
    await files.requireOwn();
  };
  const opened = opening.move();
  return {
    clock,
    readTime,
    log,
    database,
    clockTrust,
    requireRemoval,
    blobs: openBlobLedger({ store: files.store, doubtMs: files.doubtMs, database, requireRemoval, log }),
    leftovers: files.leftovers,
    requireWritableBlobs: files.requireWritable,
    disk,
    tracing,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function openClockTrust({
  readTime: databaseTime,
  ...parts
}: Pick<Platform, 'database' | 'clock' | 'log'> & {
  readTime: Platform['readTime'] | undefined;
}): Promise<ClockTrust> {
  const trust = new ClockTrust({ ...parts, databaseTime, bootId: await readBootId() });
  await trust.start();
  return trust;
}

/** Removes the temporary files of processes that were killed. They can contain secrets and rows. */
async function removeRemains(dataFolder: string, { scratch }: LocalDisk): Promise<void> {
  for (const purpose of [BACKUP_SPOOL, BALLAST, UPLOAD])
    await scratch.removeAbandoned(purpose, new Date(8.64e15), { dryRun: false });
  for (const folder of writtenFoldersIn(dataFolder)) await removeUnfinishedFiles(folder);
}

/** Opens tracing. Its libraries are large, so they are loaded only on demand. */
async function openTracing(log: Logger): Promise<Tracing> {
  const tracing = await import('../platform/tracing/open-telemetry.ts');
  return tracing.openTracing({ version: VERSION, log });
}
