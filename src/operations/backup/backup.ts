import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import { appendAudit, readAuditHead } from '../../platform/audit/audit-log.ts';
import type { Blobs } from '../../platform/blobs/blob-ledger.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { latestMigration } from '../../platform/db/migrate.ts';
import type { ScratchFile, ScratchFolder, ScratchPart } from '../../platform/disk/scratch-folder.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { paced } from '../../platform/kernel/progress.ts';
import { VERSION } from '../../platform/kernel/version.ts';
import {
  BACKUP_FORMAT,
  type BackupEnd,
  type BackupManifest,
  BLOB_FOLDER,
  END,
  FILE_FOLDER,
  MANIFEST,
  SETTINGS,
  tableEntry,
} from './backup-format.ts';
import { type BlobHold, openBlobHold } from './blob-hold.ts';
import type { KeysFolder } from './keys-folder.ts';
import { readLines } from './lines.ts';
import { allowPauses, freezeView, listTables, neededBlobs, readRows } from './table-copy-store.ts';

interface BackupParts {
  database: Database;
  blobs: Blobs;
  keys: Pick<KeysFolder, 'read'>;
  scratch: Pick<ScratchFolder, 'open'>;
  /** The settings that the operator set, for the restore. */
  settings: Readonly<Record<string, string>>;
  clock: Clock;
  log: Record<'info' | 'error', (fields: object, message: string) => void>;
}

const LOG_EVERY_MS = 10_000;
const HOLD_MS = 3_600_000;
/** A slow disk may take this long for some rows. */
const MAX_PAUSE_MINUTES = 5;
/** The purpose of the scratch files into which backups write the tables first. */
export const BACKUP_SPOOL = 'backup-spool';
/** The compression adds a checksum, because tables have none. */
const COMPRESSION = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

interface Copied {
  manifest: BackupManifest;
  /** The rows of each table of the manifest. */
  parts: ScratchPart[];
  /** The hashes of the blobs that the rows need. */
  blobs: ScratchPart & { count: number };
}

/**
 * Makes consistent backups while the server runs. The rows are first copied to the disk in one transaction, so that a
 * slow reader of the backup does not keep the transaction open. The blobs that these rows need follow. A blob hold
 * protects them meanwhile.
 */
export function createBackup(parts: BackupParts) {
  const { database, scratch, clock, log } = parts;

  /**
   * Starts a backup. Resolves with the bytes of the file when the snapshot of the database is fixed.
   * @param transaction in the name of the actor, for the entry in the audit log
   */
  return async function backUp(actor: string, transaction: Database['transaction']): Promise<Readable> {
    const spool = await scratch.open(BACKUP_SPOOL);
    let hold: BlobHold | undefined;
    // Never rejects, because no caller awaits it when the stream ends.
    const cleanUp = async () => {
      await spool
        .close()
        .catch((err) => log.error({ err }, 'the temporary tables of a backup were not removed'));
      await hold?.release().catch((err) => log.error({ err }, 'the blob hold of a backup was not released'));
    };
    try {
      hold = await openBlobHold({ database, clock, lastsMs: HOLD_MS, log });
      const copied = await database.long.transaction((tx) => copyRows(tx, database.engine, spool, clock()));
      await transaction((tx) =>
        appendAudit(tx, { at: clock(), actor, action: 'backup_made', roomId: null, detail: {} }),
      );
      const archive = pack();
      const compressed = createZstdCompress(COMPRESSION);
      void writeArchive(parts, archive, spool, copied).catch((error) => archive.destroy(error));
      void pipeline(archive, compressed)
        .catch((err) => log.error({ err }, 'a backup failed'))
        .finally(cleanUp);
      return compressed;
    } catch (error) {
      await cleanUp();
      throw error;
    }
  };
}

async function copyRows(tx: Transaction, engine: string, spool: ScratchFile, at: Date): Promise<Copied> {
  await freezeView(tx);
  await allowPauses(tx, MAX_PAUSE_MINUTES);
  const tables: BackupManifest['tables'] = [];
  const parts: ScratchPart[] = [];
  for (const name of await listTables(tx)) {
    let rows = 0;
    async function* lines() {
      for await (const row of readRows(tx, name)) {
        rows++;
        yield `${row}\n`;
      }
    }
    parts.push(await spool.append(lines()));
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
  let count = 0;
  async function* hashes() {
    for await (const hash of neededBlobs(tx)) {
      count++;
      yield `${hash}\n`;
    }
  }
  const part = await spool.append(hashes());
  return { manifest, parts, blobs: { ...part, count } };
}

async function writeArchive(
  { blobs, keys, settings, log }: BackupParts,
  archive: Pack,
  spool: ScratchFile,
  { manifest, parts, blobs: needed }: Copied,
): Promise<void> {
  const add = (name: string, content: string | Buffer) => addEntry(archive, name, Buffer.from(content));
  await add(MANIFEST, JSON.stringify(manifest, null, 2));
  for (const [index, { name }] of manifest.tables.entries()) {
    const part = parts[index] ?? { start: 0, size: 0 };
    const entry = archive.entry({ name: tableEntry(name), size: part.size, mode: 0o600 });
    await pipeline(spool.read(part), entry);
  }
  const missing: string[] = [];
  let read = 0;
  const report = paced(LOG_EVERY_MS, (done, of) => log.info({ done, of }, 'copying files into a backup'));
  for await (const hash of readLines(spool.read(needed))) {
    const bytes = await blobs.read(hash);
    if (bytes) await add(`${BLOB_FOLDER}${hash}`, bytes);
    else missing.push(hash);
    report(++read, needed.count);
  }
  for await (const { path, bytes } of keys.read()) await add(`${FILE_FOLDER}${path}`, bytes);
  await add(`${FILE_FOLDER}${SETTINGS}`, JSON.stringify(settings, null, 2));
  const end: BackupEnd = { blobs: needed.count - missing.length, missing };
  await add(END, JSON.stringify(end, null, 2));
  archive.finalize();
}

const addEntry = (archive: Pack, name: string, content: Buffer): Promise<void> =>
  pipeline(Readable.from([content]), archive.entry({ name, size: content.length, mode: 0o600 }));
