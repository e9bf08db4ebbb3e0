import { chmod, lstat, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test as folderTest } from '../../../test/support/folder-test.ts';
import { makePrivate } from './private-folder.ts';

const test = folderTest.extend('filled', async ({ folder }) => {
  const filled = join(folder, 'data');
  await mkdir(join(filled, 'keys', 'deep'), { recursive: true });
  for (const file of ['secret', 'keys/key.pem', 'keys/deep/key.pem']) await writeFile(join(filled, file), '');
  for (const path of await readdir(filled, { recursive: true }))
    await chmod(join(filled, path), (await lstat(join(filled, path))).isDirectory() ? 0o777 : 0o666);
  return filled;
});

const modeOf = async (path: string): Promise<string> => ((await lstat(path)).mode & 0o777).toString(8);

test('a new folder is private', async ({ folder }) => {
  await makePrivate(join(folder, 'new', 'data'), ['keys']);
  expect(await modeOf(join(folder, 'new', 'data'))).toBe('700');
});

test('a folder that was there before is private, and everything in it', async ({ filled }) => {
  await chmod(filled, 0o755);
  await writeFile(join(filled, 'not-ours'), '');
  await chmod(join(filled, 'not-ours'), 0o644);
  await makePrivate(filled, ['keys', 'secret', 'absent']);
  expect([await modeOf(filled), await modeOf(join(filled, 'not-ours'))]).toEqual(['700', '644']);
  await rm(join(filled, 'not-ours'));
  for (const path of await readdir(filled, { recursive: true }))
    expect([path, await modeOf(join(filled, path))]).toEqual([
      path,
      /\.pem|secret/.test(path) ? '600' : '700',
    ]);
});

test('keys in a private folder are private too', async ({ filled }) => {
  await chmod(filled, 0o700);
  await makePrivate(filled, ['keys', 'secret', 'absent']);
  for (const path of ['secret', 'keys/key.pem']) expect(await modeOf(join(filled, path))).toBe('600');
  expect(await modeOf(join(filled, 'keys'))).toBe('700');
});

test('the target of a link stays as it is', async ({ folder, filled }) => {
  const target = join(folder, 'elsewhere');
  await writeFile(target, '');
  await chmod(target, 0o644);
  await symlink(target, join(filled, 'link'));
  await chmod(filled, 0o755);
  await makePrivate(filled, ['link']);
  expect(await modeOf(target)).toBe('644');
});
