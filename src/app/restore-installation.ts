import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BackupEnd, BackupManifest } from '../operations/backup/backup-format.ts';
import { createKeysFolder } from '../operations/backup/keys-folder.ts';
import { checkRestored, openBackup, restoreFiles, restoreTables } from '../operations/backup/restore.ts';
import type { AuditHead } from '../platform/audit/audit-chain.ts';
import { appendAudit } from '../platform/audit/audit-log.ts';
import { holdsAuditHead } from '../platform/audit/audit-proof.ts';
import { openFolderBlobStore } from '../platform/blobs/folder-blob-store.ts';
import type { S3BlobStore } from '../platform/blobs/s3/s3-blob-store.ts';
import type { Database } from '../platform/db/database.ts';
import { openEmbeddedDatabase } from '../platform/db/embedded-database.ts';
import { lockFolder } from '../platform/db/folder-lock.ts';
import { migrate, migrateTo } from '../platform/db/migrate.ts';
import { openUnmigrated, UNFINISHED_RESTORE } from '../platform/db/open-database.ts';
import { createScratchFolder } from '../platform/disk/scratch-folder.ts';
import { rebindBucket, requireUnbound } from '../platform/installation/bucket-binding.ts';
import { renewBinding } from '../platform/installation/folder-binding.ts';
import { isUsed } from '../platform/installation/installation-store.ts';
import { openJobQueue } from '../platform/jobs/job-queue.ts';
import { systemClock } from '../platform/kernel/clock.ts';
import { readJsonIfThere, replaceFile, syncFolder } from '../platform/kernel/durable-file.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { keyFileIn } from '../records/signing/key-folder.ts';
import { readSigningCertificate } from '../records/signing/signing-key.ts';
import { SNAPSHOT_JOBS } from '../records/snapshots/snapshot-job.ts';
import { SnapshotService } from '../records/snapshots/snapshot-service.ts';
import type { Config } from './config.ts';
import { installationIn, placesIn } from './data-folder.ts';
import { openS3 } from './file-store.ts';

type OpenedBackup = Awaited<ReturnType<typeof openBackup>>;

/** Content of a file that marks a folder whose rows are not committed on the server yet. */
interface RestoreMark {
  audit: AuditHead;
  end: BackupEnd;
}

/**
 * Restores an installation from a backup, on either engine. It works in a folder beside the target, and renames that
 * folder when everything is restored and checked.
 *
 * The embedded database is in that folder. On a server, the rows are committed when the folder is in place and
 * contains a mark. Roomshot does not open a marked folder. A second restore continues or starts from the beginning.
 * @throws AppError `target_not_empty`, `folder_unusable`, `folder_in_use`, `database_unreachable`, and what reading
 *   and checking the backup throws
 */
export async function restoreInstallation(
  { dataFolder, databaseUrl, s3 }: Pick<Config, 'dataFolder' | 'databaseUrl'> & Partial<Pick<Config, 's3'>>,
  path: string,
): Promise<BackupManifest & BackupEnd> {
  const mark = databaseUrl ? await readMark(dataFolder) : undefined;
  if (!mark) await requireEmpty(dataFolder);
  const backup = await openBackup(path);
  const staging = `${dataFolder}.restoring`;
  await makeStaging(staging);
  // The embedded database locks its folder by itself.
  const unlock = databaseUrl ? lockFolder(staging) : () => {};
  const bucket = s3 && (await openS3(s3, createScratchFolder(staging)));
  try {
    if (bucket && !mark) await requireUnbound(bucket);
    const end = databaseUrl
      ? await restoreOnServer(databaseUrl, { dataFolder, staging, mark, bucket }, backup)
      : await restoreEmbedded({ staging, bucket }, backup);
    if (!databaseUrl) await place(staging, dataFolder);
    return { ...backup.manifest, ...end };
  } finally {
    bucket?.close();
    unlock();
    await rm(staging, { recursive: true, force: true });
  }
}

async function restoreEmbedded(target: RestoreTarget, backup: OpenedBackup): Promise<BackupEnd> {
  const database = await openEmbeddedDatabase(target.staging);
  try {
    const end = await fill(database, target, backup);
    await complete(database, { folder: target.staging, bucket: target.bucket }, backup.manifest);
    return end;
  } finally {
    await database.close();
  }
}

interface RestoreTarget {
  staging: string;
  /** If undefined, the files go into the folder. */
  bucket: S3BlobStore | undefined;
}

interface ServerTarget extends RestoreTarget {
  dataFolder: string;
  /** Left by an earlier restore that was interrupted. */
  mark: RestoreMark | undefined;
}

async function restoreOnServer(
  url: string,
  { dataFolder, staging, mark, bucket }: ServerTarget,
  backup: OpenedBackup,
): Promise<BackupEnd> {
  // The data folder cannot be used here, because an interrupted restore may have marked it.
  const database = await openUnmigrated({ url, dataFolder: staging });
  try {
    const committed = mark && (await isCommitted(database, mark, backup.manifest));
    const end = committed
      ? mark.end
      : await fill(database, { staging, bucket }, backup, async (found) => {
          await writeMark(staging, { audit: backup.manifest.audit, end: found });
          if (mark) await rm(dataFolder, { recursive: true });
          await place(staging, dataFolder);
        });
    await complete(database, { folder: dataFolder, bucket }, backup.manifest);
    await rm(join(dataFolder, UNFINISHED_RESTORE));
    await syncFolder(dataFolder);
    return end;
  } finally {
    await database.close();
  }
}

/** Returns whether the rows of this backup are already in the database. */
async function isCommitted(
  { query }: Database,
  mark: RestoreMark,
  { audit }: BackupManifest,
): Promise<boolean> {
  if (!(await isUsed(query))) return false;
  return mark.audit.hash === audit.hash && (await holdsAuditHead(query, audit));
}

const readMark = (folder: string): Promise<RestoreMark | undefined> =>
  readJsonIfThere(
    join(folder, UNFINISHED_RESTORE),
    'Restore into another data folder and an empty database.',
  );

const writeMark = (folder: string, mark: RestoreMark): Promise<void> =>
  replaceFile(join(folder, UNFINISHED_RESTORE), JSON.stringify(mark), 0o600);

async function makeStaging(folder: string): Promise<void> {
  try {
    // Files of a dead restore are removed. Files of a running restore are locked.
    if (existsSync(folder)) lockFolder(folder)();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw folderUnusable(`The folder ${folder}, in which the restore works, cannot be made`, cause);
  }
}

async function place(staging: string, dataFolder: string): Promise<void> {
  try {
    if (existsSync(dataFolder)) await rmdir(dataFolder);
    await rename(staging, dataFolder);
  } catch (cause) {
    throw folderUnusable(`The folder ${dataFolder} cannot be replaced by the restored one`, cause);
  }
  await syncFolder(dirname(dataFolder));
}

/** @param ready is called when everything is restored and checked, before the rows are committed */
async function fill(
  database: Database,
  { staging, bucket }: RestoreTarget,
  backup: OpenedBackup,
  ready: (found: BackupEnd) => Promise<void> = async () => {},
): Promise<BackupEnd> {
  const { manifest } = backup;
  if (await isUsed(database.query)) throw notEmpty('The database');
  await migrateTo(database.long.query, manifest.migration);
  const places = placesIn(staging);
  const { blobs } = bucket ?? (await openFolderBlobStore({ folder: places.blobs }));
  const keys = createKeysFolder(staging);
  return database.long.transaction(async (tx) => {
    await restoreTables(tx, backup);
    const found = await restoreFiles(keys, blobs, backup);
    await checkRestored(tx, blobs, manifest, found);
    if (existsSync(keyFileIn(places.signing))) await checkSigningKey(places.signing);
    await ready(found);
    return found;
  });
}

/** Warns about a problem with the key. It never fails, because the data must be restored anyway. */
async function checkSigningKey(folder: string): Promise<void> {
  const certificate = await readSigningCertificate({ folder }).catch(unusable);
  if (!certificate || certificate.validToDate >= systemClock()) return;
  process.emitWarning(
    `The signing certificate in the backup was valid until ${certificate.validToDate.toISOString()}. Before you start the server, move signing/signing-key.pem out of the restored data folder, or set ROOMSHOT_SIGNING_… to a new key. Records of the old key stay valid.`,
  );
}

/** Warns of an unusable key file: an operator may have stored another key under this name. */
function unusable(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
  process.emitWarning(
    'The file signing/signing-key.pem in the backup is not a key with its certificate, as Roomshot makes them. If it is yours, set ROOMSHOT_SIGNING_… as before; restored-settings.json says how. Otherwise move it out of the restored data folder, and the next start makes a new one.',
  );
}

/** Gives the restored installation an id of its own, because the original may still be used. */
async function complete(
  database: Database,
  { folder, bucket }: { folder: string } & Pick<RestoreTarget, 'bucket'>,
  manifest: BackupManifest,
): Promise<void> {
  await migrate(database.long.query);
  await renewBinding(database, installationIn(folder));
  if (bucket) await rebindBucket(database.query, bucket);
  await resumeTasks(database, manifest);
}

/** Enqueues a job for every unfinished snapshot, because a backup does not contain jobs. */
async function resumeTasks(database: Database, manifest: BackupManifest): Promise<void> {
  const queue = await openJobQueue({ database, kinds: SNAPSHOT_JOBS, onError: () => {} });
  try {
    await database.transaction(async (tx) => {
      await new SnapshotService({ queue }).resume(tx);
      const detail = { created_at: manifest.created_at, version: manifest.version };
      const at = systemClock();
      await appendAudit(tx, { at, actor: 'system', action: 'backup_restored', roomId: null, detail });
    });
  } finally {
    await queue.stop(0);
  }
}

async function requireEmpty(folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) throw notEmpty(`The folder ${folder}`);
}

const folderUnusable = (what: string, cause: unknown): AppError => {
  const remedy =
    'Run the command as a user that may change the parent folder, such as root. The folder must not be a mount point. Nothing was restored.';
  const text = `${what}: ${(cause as Error).message}. ${remedy}`;
  return new AppError('invalid', 'folder_unusable', text, { cause });
};

const notEmpty = (what: string): AppError =>
  new AppError(
    'conflict',
    'target_not_empty',
    `${what} is not empty. Restore into an empty one, so that nothing is overwritten.`,
  );
