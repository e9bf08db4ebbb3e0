import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import { appendAudit, readAuditHead } from '../../platform/audit/audit-log.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { latestMigration } from '../../platform/db/migrate.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { VERSION } from '../../platform/kernel/version.ts';
import {
  BACKUP_FORMAT,
  type BackupEnd,
  type BackupManifest,
  BLOB_FOLDER,
  END,
  FILE_FOLDER,
  isKeyFile,
  MANIFEST,
  SETTINGS,
  tableEntry,
} from './backup-format.ts';
import { type BlobHold, openBlobHold } from './blob-hold.ts';
import { freezeView, listNeededBlobs, listTables, readRows } from './table-copy-store.ts';

interface BackupParts {
  database: Database;
  blobs: BlobStore;
  dataFolder: string;
  /** The settings as they were given, for whoever restores. */
  settings: Readonly<Record<string, string>>;
  clock: Clock;
  log: { error(fields: object, message: string): void };
}

const HOLD_MS = 3_600_000;
/**
 * In the data folder, of the folders with tables that backups write there first. Old ones are removed, so it is
 * a name that nobody gives to anything else.
 */
const SPOOL_PREFIX = '.backup-spool-';
/** With a checksum behind it: tables have none of their own. */
const COMPRESSION = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

interface Copied {
  manifest: BackupManifest;
  hashes: string[];
}

/**
 * Makes backups of everything at one moment, while the server works. The rows are copied to the disk first, in
 * one transaction, so that whoever reads the backup slowly keeps nobody waiting; then the blobs that these
 * rows stand on follow, held meanwhile.
 */
export function createBackup(parts: BackupParts) {
  const { database, dataFolder, clock, log } = parts;

  /** Starts a backup. Resolves, once the moment is fixed, with the bytes of the file. */
  return async function backUp(actor: string): Promise<Readable> {
    const spool = await mkdtemp(join(dataFolder, SPOOL_PREFIX));
    let hold: BlobHold | undefined;
    // Never rejects: nobody waits for it when the stream ends.
    const cleanUp = async () => {
      await rm(spool, { recursive: true, force: true }).catch((err) =>
        log.error({ err, spool }, 'the tables that a backup wrote first were not removed'),
      );
      await hold?.release().catch((err) => log.error({ err }, 'the hold of a backup was not released'));
    };
    try {
      hold = await openBlobHold({ database, clock, lastsMs: HOLD_MS, log });
      const copied = await database.transaction((tx) => copyRows(tx, database.engine, spool, clock()));
      await database.transaction((tx) =>
        appendAudit(tx, { at: clock(), actor, action: 'backup_made', roomId: null, detail: {} }),
      );
      const archive = pack();
      const compressed = createZstdCompress(COMPRESSION);
      void writeArchive(parts, archive, spool, copied).catch((error) => archive.destroy(error));
      void pipeline(archive, compressed)
        .catch((err) => log.error({ err }, 'a backup was not finished'))
        .finally(cleanUp);
      return compressed;
    } catch (error) {
      await cleanUp();
      throw error;
    }
  };
}

async function copyRows(tx: Transaction, engine: string, spool: string, at: Date): Promise<Copied> {
  await freezeView(tx);
  const tables: BackupManifest['tables'] = [];
  for (const name of await listTables(tx)) {
    let rows = 0;
    async function* lines() {
      for await (const row of readRows(tx, name)) {
        rows++;
        yield `${row}\n`;
      }
    }
    await pipeline(lines, createWriteStream(join(spool, name), { mode: 0o600 }));
    tables.push({ name, rows });
  }
  const manifest: BackupManifest = {
    format: BACKUP_FORMAT,
    version: VERSION,
    created_at: at.toISOString(),
    engine,
    migration: latestMigration,
    tables,
    audit: await readAuditHead(tx),
  };
  return { manifest, hashes: await listNeededBlobs(tx) };
}

async function writeArchive(
  { blobs, dataFolder, settings }: BackupParts,
  archive: Pack,
  spool: string,
  { manifest, hashes }: Copied,
): Promise<void> {
  const add = (name: string, content: string | Buffer) => addEntry(archive, name, Buffer.from(content));
  await add(MANIFEST, JSON.stringify(manifest, null, 2));
  for (const { name } of manifest.tables) {
    const path = join(spool, name);
    const { size } = await stat(path);
    await pipeline(createReadStream(path), archive.entry({ name: tableEntry(name), size, mode: 0o600 }));
  }
  const missing: string[] = [];
  for (const hash of hashes) {
    const bytes = await blobs.read(hash);
    if (bytes) await add(`${BLOB_FOLDER}${hash}`, bytes);
    else missing.push(hash);
  }
  for (const name of await listKeyFiles(dataFolder)) {
    await add(`${FILE_FOLDER}${name}`, await readFile(join(dataFolder, name)));
  }
  await add(`${FILE_FOLDER}${SETTINGS}`, JSON.stringify(settings, null, 2));
  const end: BackupEnd = { blobs: hashes.length - missing.length, missing };
  await add(END, JSON.stringify(end, null, 2));
  archive.finalize();
}

const addEntry = (archive: Pack, name: string, content: Buffer): Promise<void> =>
  pipeline(Readable.from([content]), archive.entry({ name, size: content.length, mode: 0o600 }));

/** By their path in the data folder. Of links to elsewhere the backup knows nothing. */
async function listKeyFiles(dataFolder: string): Promise<string[]> {
  const signing = join(dataFolder, 'signing');
  const entries = await readdir(dataFolder, { withFileTypes: true });
  if (existsSync(signing)) {
    entries.push(...(await readdir(signing, { recursive: true, withFileTypes: true })));
  }
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(dataFolder, join(parentPath, name)))
    .filter(isKeyFile);
}

/** Removes what backups left in the data folder that died before a moment. */
export async function removeAbandonedSpools(
  dataFolder: string,
  startedBefore: Date,
  { dryRun }: { dryRun: boolean },
): Promise<{ items: number; bytes: number }> {
  const removed = { items: 0, bytes: 0 };
  for (const entry of await readdir(dataFolder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.startsWith(SPOOL_PREFIX)) continue;
    const spool = join(dataFolder, entry.name);
    if ((await stat(spool)).mtime >= startedBefore) continue;
    for (const table of await readdir(spool)) removed.bytes += (await stat(join(spool, table))).size;
    removed.items++;
    if (!dryRun) await rm(spool, { recursive: true });
  }
  return removed;
}
