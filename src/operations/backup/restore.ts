import { constants, createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { createZstdDecompress } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { verifyAudit } from '../../platform/audit/audit-verification.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
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
import type { KeysFolder } from './keys-folder.ts';
import { readLines } from './lines.ts';
import {
  allowPauses,
  continueNumbers,
  countRows,
  emptyTable,
  insertRows,
  liftGuards,
  neededBlobs,
  setGuards,
} from './table-copy-store.ts';

type Entries = ReturnType<Extract[typeof Symbol.asyncIterator]>;

/** The size of one insert statement. A row can have some MB, or a hundred bytes. */
const CHARACTERS_AT_ONCE = 4_000_000;

/** An opened backup. Its manifest is read, and the rest follows in order. */
export interface OpenBackup {
  manifest: BackupManifest;
  entries: Entries;
}

/**
 * Opens a backup file and reads its manifest.
 * @throws AppError `file_unreadable`, `backup_unreadable`, `backup_too_new`
 */
export async function openBackup(path: string): Promise<OpenBackup> {
  await access(path, constants.R_OK).catch((cause) => {
    throw new AppError('not_found', 'file_unreadable', `The file ${path} cannot be read.`, { cause });
  });
  const archive = extract();
  const file = createReadStream(path);
  const plain = createZstdDecompress();
  file.on('error', (error) => archive.destroy(error));
  plain.on('error', (error) => archive.destroy(error));
  file.pipe(plain).pipe(archive);
  const entries = archive[Symbol.asyncIterator]();
  const first = await nextEntry(entries);
  if (first.header.name !== MANIFEST) throw unreadable();
  const manifest = JSON.parse(String(await readWhole(first))) as BackupManifest;
  if (manifest.format > BACKUP_FORMAT) {
    const text = `This backup was written by version ${manifest.version}. Restore it with that version or a newer one.`;
    throw new AppError('invalid', 'backup_too_new', text);
  }
  return { manifest, entries };
}

/**
 * Inserts the rows of a backup into the empty tables of a database. @throws AppError `backup_unreadable`,
 * `backup_damaged`
 */
export async function restoreTables(tx: Transaction, { manifest, entries }: OpenBackup): Promise<void> {
  await liftGuards(tx);
  // The files are restored in the same transaction.
  await allowPauses(tx, 0);
  for (const { name, rows } of manifest.tables) {
    const entry = await nextEntry(entries);
    if (entry.header.name !== tableEntry(name)) throw unreadable();
    await emptyTable(tx, name);
    for await (const batch of inBatches(readLines(readChunks(entry)))) await insertRows(tx, name, batch);
    const restored = await countRows(tx, name);
    if (restored !== rows) throw damaged(`The table ${name} has ${restored} rows instead of ${rows}.`);
  }
  await setGuards(tx);
  await continueNumbers(tx);
}

/**
 * Stores the blobs and places the key files. Each blob is checked against its name.
 * @throws AppError `backup_unreadable`, also if the end is missing; `backup_damaged`
 */
export async function restoreFiles(
  keys: Pick<KeysFolder, 'place'>,
  blobs: BlobStore,
  { entries }: OpenBackup,
): Promise<BackupEnd> {
  for (;;) {
    const entry = await nextEntry(entries);
    const { name } = entry.header;
    if (name === END) {
      const end = JSON.parse(String(await readWhole(entry))) as BackupEnd;
      await requireNoMore(entries);
      return end;
    }
    if (name.startsWith(BLOB_FOLDER)) {
      const { sha256 } = await blobs.put(await readWhole(entry));
      if (sha256 !== name.slice(BLOB_FOLDER.length))
        throw damaged(`The file ${name} does not match its hash.`);
    } else {
      const path = name.startsWith(FILE_FOLDER) ? name.slice(FILE_FOLDER.length) : '';
      await keys.place(placeOf(path), await readWhole(entry));
    }
  }
}

/** Returns the path of a file of the backup. No path is outside the folder. @throws AppError `backup_unreadable` */
function placeOf(path: string): string {
  if (path === SETTINGS) return `restored-${SETTINGS}`;
  if (isKeyFile(path)) return path;
  throw unreadable();
}

/**
 * Checks that the restored data are the data of the backup: the audit log is intact and has the same end, and all
 * required blobs exist.
 * @throws AppError `backup_damaged`
 */
export async function checkRestored(
  db: Queryable,
  blobs: BlobStore,
  manifest: BackupManifest,
  { missing }: BackupEnd,
): Promise<void> {
  const audit = await verifyAudit(db);
  if (!audit.intact) throw damaged(`The audit log is broken at entry ${audit.brokenAt}. ${audit.reason}`);
  if (audit.head.hash !== manifest.audit.hash)
    throw damaged('The audit log does not end with the entry that the manifest names.');
  for await (const hash of neededBlobs(db)) {
    if (!missing.includes(hash) && (await blobs.verify(hash)) !== 'whole')
      throw damaged(`The file ${hash} is missing.`);
  }
}

/** Yields the bytes of an entry. Errors of the file become errors of the backup. */
async function* readChunks(entry: AsyncIterable<unknown>): AsyncIterable<Buffer> {
  try {
    for await (const chunk of entry) yield chunk as Buffer;
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function readWhole(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readChunks(entry)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* inBatches(lines: AsyncIterable<string>): AsyncIterable<string[]> {
  let batch: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    batch.push(line);
    characters += line.length;
    if (characters < CHARACTERS_AT_ONCE) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Reads to the end of the file, because the checksum follows the last entry. */
async function requireNoMore(entries: Entries): Promise<void> {
  const { done } = await entries.next().catch((cause) => {
    throw unreadable(cause);
  });
  if (!done) throw unreadable();
}

async function nextEntry(entries: Entries) {
  const { value, done } = await entries.next().catch((cause) => {
    throw unreadable(cause);
  });
  if (done) throw unreadable();
  return value;
}

const unreadable = (cause?: unknown): AppError =>
  new AppError('invalid', 'backup_unreadable', 'The file is not a complete backup of Roomshot.', { cause });

const damaged = (reason: string): AppError =>
  new AppError('invalid', 'backup_damaged', `The backup is damaged. ${reason} Nothing was restored.`);
