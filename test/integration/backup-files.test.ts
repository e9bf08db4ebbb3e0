import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { constants, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect } from 'vitest';
import { BACKUP_SPOOL } from '../../src/operations/backup/backup.ts';
import { createKeysFolder } from '../../src/operations/backup/keys-folder.ts';
import { openBackup, restoreFiles } from '../../src/operations/backup/restore.ts';
import type { BlobStore } from '../../src/platform/blobs/blob-store.ts';
import { openFolderBlobStore } from '../../src/platform/blobs/folder-blob-store.ts';
import { createScratchFolder } from '../../src/platform/disk/scratch-folder.ts';
import { test as folderTest } from '../support/folder-test.ts';

const DAY_MS = 24 * 3_600_000;

const test = folderTest.extend('blobs', async ({ folder }) => {
  const { blobs } = await openFolderBlobStore({ folder: join(folder, 'blobs') });
  return blobs;
});

/** A backup without tables. */
async function forge(files: Record<string, string>): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: 'manifest.json' }, JSON.stringify({ format: 1, tables: [] }));
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.entry({ name: 'end.json' }, JSON.stringify({ blobs: 0, missing: [] }));
  archive.finalize();
  return zstdCompressSync(await buffer(archive), { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
}

/** Restores what is no table. */
async function restoreForged(folder: string, blobs: BlobStore, bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'forged');
  await writeFile(path, bytes);
  const place = join(await mkdtemp(join(folder, 'forged-')), 'data');
  await restoreFiles(createKeysFolder(place), blobs, await openBackup(path));
  return place;
}

test.for([
  'files/../evil.pem',
  'files/signing/../jwt-secret',
  'files/signing/certificates/../../evil.pem',
  'files/signing//etc/evil.pem',
  'files/signing/..\\evil.pem',
  'files/signing/.hidden',
  'files/signing',
  'files/postgres/PG_VERSION',
  'evil.pem',
])('a backup cannot place %s', async (name, { folder, blobs }) => {
  const restoring = restoreForged(folder, blobs, await forge({ [name]: 'evil' }));
  await expect(restoring).rejects.toMatchObject({ code: 'backup_unreadable' });
});

test('a backup that is not what its checksum says is refused', async ({ folder, blobs }) => {
  const bytes = await forge({ 'files/jwt-secret': 'secret' });
  expect(await readdir(await restoreForged(folder, blobs, bytes))).toEqual(['jwt-secret']);
  const restoring = restoreForged(folder, blobs, bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1));
  await expect(restoring).rejects.toMatchObject({ code: 'backup_unreadable' });
});

test('the clean-up takes nothing for a backup that died but what one left', async ({ folder }) => {
  const place = await mkdtemp(join(folder, 'clean-up-'));
  await mkdir(join(place, 'backup-archive'));
  await mkdir(join(place, '.backup-spool-died'));
  await writeFile(join(place, '.backup-spool-died/rooms'), 'rows');
  await writeFile(join(place, '.backup-spool-notes'), 'a file');
  await writeFile(join(place, 'backup-monday.zst'), 'a backup');
  const tomorrow = new Date(Date.now() + DAY_MS);
  const scratch = createScratchFolder(place);
  const removed = { items: 1, bytes: 4 };
  expect(await scratch.removeAbandoned(BACKUP_SPOOL, tomorrow, { dryRun: true })).toEqual(removed);
  expect(await scratch.removeAbandoned(BACKUP_SPOOL, tomorrow, { dryRun: false })).toEqual(removed);
  expect((await readdir(place)).toSorted()).toEqual([
    '.backup-spool-notes',
    'backup-archive',
    'backup-monday.zst',
  ]);
});
