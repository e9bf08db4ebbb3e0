import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { describeBlobStore } from '../../../test/support/blob-store-contract.ts';
import { test } from '../../../test/support/folder-test.ts';
import { openFolderBlobStore } from './folder-blob-store.ts';

const LONG_AGO = new Date(0);
const pathIn = (folder: string, hash: string) => join(folder, 'v1', hash.slice(0, 2), hash);

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

describeBlobStore('in a folder', async (folder) => {
  const { blobs } = await openFolderBlobStore({ folder });
  return {
    blobs,
    damage: (hash, bytes) => writeFile(pathIn(folder, hash), bytes),
  };
});

test('a folder of blobs holds each blob as one file, and nothing else', async ({ folder }) => {
  const { blobs } = await openFolderBlobStore({ folder });
  const bytes = randomBytes(1000);
  const { sha256: hash } = await blobs.put(bytes);
  await Promise.all([blobs.put(bytes), blobs.put(Readable.from([bytes]))]);
  await expect(blobs.put(bytes, { maxBytes: 1 })).rejects.toThrow();
  expect(await filesIn(folder)).toEqual([pathIn(folder, hash)]);
  expect((await stat(pathIn(folder, hash))).mode & 0o777).toBe(0o600);
});

test('a damaged blob is reported once, and quarantined from the day on which the damage was found', async ({
  folder,
}) => {
  const reported: string[] = [];
  const onDamaged = (hash: string) => reported.push(hash);
  const { blobs, leftovers } = await openFolderBlobStore({ folder, onDamaged });
  const { sha256: hash } = await blobs.put(randomBytes(1000));
  await writeFile(pathIn(folder, hash), 'damaged');
  await utimes(pathIn(folder, hash), LONG_AGO, LONG_AGO);
  const before = new Date(Date.now() - 60_000);
  expect(await blobs.verify(hash)).toBe('damaged');
  expect(reported).toEqual([]);
  expect(await blobs.read(hash)).toBeUndefined();
  expect(await blobs.read(hash)).toBeUndefined();
  expect(reported).toEqual([hash]);
  expect(await leftovers.removeQuarantined(before, { dryRun: false })).toEqual({ items: 0, bytes: 0 });
  const [name = '', ...others] = await readdir(join(folder, 'v1/corrupted'));
  expect(others).toEqual([]);
  await utimes(join(folder, 'v1/corrupted', name), LONG_AGO, LONG_AGO);
  expect(await leftovers.removeQuarantined(before, { dryRun: true })).toEqual({ items: 1, bytes: 7 });
  expect(await leftovers.removeQuarantined(before, { dryRun: false })).toEqual({ items: 1, bytes: 7 });
  expect(await filesIn(folder)).toEqual([]);
});

test('a damaged blob that is found by a stream is quarantined too', async ({ folder }) => {
  const { blobs } = await openFolderBlobStore({ folder });
  const { sha256: hash } = await blobs.put(randomBytes(1000));
  await writeFile(pathIn(folder, hash), 'damaged');
  await expect((await blobs.stream(hash))?.toArray()).rejects.toMatchObject({ code: 'blob_damaged' });
  expect(await readdir(join(folder, 'v1/corrupted'))).toHaveLength(1);
});

test('a whole blob that replaces a damaged one while that is being read stays', async ({ folder }) => {
  const { blobs } = await openFolderBlobStore({ folder });
  const { sha256: hash } = await blobs.put(Buffer.from('whole'));
  // A pipe is read for as long as the test wants.
  await rm(pathIn(folder, hash));
  execFileSync('mkfifo', [pathIn(folder, hash)]);
  const damaged = await open(pathIn(folder, hash), 'r+');
  const reading = blobs.read(hash);
  await blobs.put(Buffer.from('whole'));
  await damaged.write('damaged');
  await damaged.close();
  expect(String(await reading)).toBe('whole');
  expect(String(await blobs.read(hash))).toBe('whole');
  expect(await readdir(join(folder, 'v1/corrupted'))).toEqual([]);
});

test('another process that opens the folder does not disturb a write', async ({ folder }) => {
  const { blobs } = await openFolderBlobStore({ folder });
  const source = new Readable({ read() {} });
  const writing = blobs.put(source);
  source.push('first half, ');
  await expect.poll(() => readdir(join(folder, 'v1/incoming'))).toHaveLength(1);
  await openFolderBlobStore({ folder });
  source.push('second half');
  source.push(null);
  const { sha256: hash } = await writing;
  expect(String(await blobs.read(hash))).toBe('first half, second half');
});

test('a start removes what a killed writer left behind long ago', async ({ folder }) => {
  await openFolderBlobStore({ folder });
  const abandoned = join(folder, 'v1/incoming/abandoned');
  await writeFile(abandoned, 'half');
  await utimes(abandoned, LONG_AGO, LONG_AGO);
  await openFolderBlobStore({ folder });
  expect(await readdir(join(folder, 'v1/incoming'))).toEqual([]);
});

test('a start puts a blob back whose removal was interrupted, even if its folder is gone', async ({
  folder,
}) => {
  const first = await openFolderBlobStore({ folder });
  const { sha256: hash } = await first.blobs.put(Buffer.from('referred to since'));
  await rename(pathIn(folder, hash), join(folder, 'v1/incoming', `removing-${hash}-1`));
  await rmdir(dirname(pathIn(folder, hash)));
  const { blobs } = await openFolderBlobStore({ folder });
  expect(await filesIn(folder)).toEqual([pathIn(folder, hash)]);
  expect(String(await blobs.read(hash))).toBe('referred to since');
});

test('an interrupted removal does not bring a damaged blob back over a whole one', async ({ folder }) => {
  const { blobs, leftovers } = await openFolderBlobStore({ folder });
  const { sha256: hash } = await blobs.put(Buffer.from('whole'));
  const removing = join(folder, 'v1/incoming', `removing-${hash}-1`);
  await writeFile(removing, 'damaged');
  await utimes(removing, LONG_AGO, LONG_AGO);
  const options = { dryRun: true };
  expect(await leftovers.removeUnfinished(new Date(), options)).toEqual({ items: 0, bytes: 0 });
  expect(await filesIn(folder)).toHaveLength(2);
  await leftovers.removeUnfinished(new Date(), { dryRun: false });
  expect(await filesIn(folder)).toEqual([pathIn(folder, hash)]);
  expect(String(await blobs.read(hash))).toBe('whole');
});

test('files that are no blobs are not listed', async ({ folder }) => {
  const { blobs } = await openFolderBlobStore({ folder });
  const { sha256: hash } = await blobs.put(Buffer.from('blob'));
  await writeFile(join(folder, 'v1', hash.slice(0, 2), '.nfs0001'), 'of the file system');
  await writeFile(join(folder, 'v1/notes'), 'of an operator');
  const listed: string[] = [];
  for await (const page of blobs.list()) listed.push(...page.map((blob) => blob.sha256));
  expect(listed).toEqual([hash]);
});
