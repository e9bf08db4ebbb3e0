import { existsSync } from 'node:fs';
import { lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Config } from '../app/config.ts';
import { restoreInstallation } from '../app/restore-installation.ts';
import { syncFolder } from '../platform/kernel/durable-file.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { newId } from '../platform/kernel/ids.ts';
import { paced } from '../platform/kernel/progress.ts';
import { missing } from '../platform/kernel/system-error.ts';
import { sizeText } from '../records/wording/amount-text.ts';
import { openAdminApi } from './admin-api.ts';
import { requireFolderOf } from './output-file.ts';

/** The name of a backup that is being written, after the name that it gets. */
const UNFINISHED = /\.[0-9a-f-]{36}\.unfinished$/;
/** The server ends a backup that makes no progress much sooner, so nobody writes to an older file. */
const ABANDONED_MS = 3_600_000;

/** Writes a backup; the file has its name only when it is whole. @throws AppError `file_exists`, `file_unwritable` */
export async function writeBackup(config: Config, path: string): Promise<void> {
  if (existsSync(path)) throw new AppError('conflict', 'file_exists', `The file ${path} is there already.`);
  await requireFolderOf(path);
  await using api = await openAdminApi(config);
  const answer = await api.send('POST', '/admin/backup');
  // Nobody else writes to a file of this name, nor has made one that others can read.
  const unfinished = `${path}.${newId()}.unfinished`;
  try {
    const bytes = Readable.fromWeb(answer.body as ReadableStream);
    const file = await open(unfinished, 'wx', 0o600);
    await removeAbandoned(unfinished).catch(warnOfAbandoned);
    await pipeline(bytes, reportBytes, file.createWriteStream({ flush: true }));
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(unfinished, { force: true });
    const message = `The backup failed: ${(cause as Error).message}. The log of the server has the cause.`;
    throw new AppError('unavailable', 'backup_failed', message, { cause });
  }
  console.log(`${path}  ${sizeText((await stat(path)).size)}`);
  console.error(
    'The backup contains keys, secrets and password hashes. Store it where only you can read it.',
  );
}

const REPORT_EVERY_MS = 2000;

/** Passes bytes on, and prints how many there were. */
async function* reportBytes(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const report = paced(REPORT_EVERY_MS, (done) => console.error(`Wrote ${sizeText(done)}.`));
  let written = 0;
  for await (const chunk of chunks) {
    written += chunk.length;
    report(written, written);
    yield chunk;
  }
}

/** Removes what killed backups have left in the folder of a file that was just made. Its age is that of its disk. */
async function removeAbandoned(fresh: string): Promise<void> {
  const { mtimeMs: now } = await stat(fresh);
  for (const name of await readdir(dirname(fresh))) {
    const path = join(dirname(fresh), name);
    const found = UNFINISHED.test(name) ? await lstat(path).catch(missing) : undefined;
    if (!found?.isFile() || now - found.mtimeMs < ABANDONED_MS) continue;
    await rm(path, { force: true });
    console.error(`Removed ${path}, which a backup that was killed had left.`);
  }
}

const warnOfAbandoned = ({ message }: Error): void =>
  console.error(`What killed backups have left could not be removed: ${message}`);

/** Makes an installation out of a backup. */
export async function restoreBackup(
  config: Pick<Config, 'databaseUrl' | 'dataFolder' | 's3'>,
  path: string,
): Promise<void> {
  const { created_at, tables, blobs, missing } = await restoreInstallation(config, path);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`Restored the backup of ${created_at}: ${rows} rows, ${blobs} files. All checks passed.`);
  if (missing.length > 0) {
    console.log(`${missing.length} files were damaged or gone when the backup was made:`);
    for (const hash of missing) console.log(`  ${hash}`);
  }
}
