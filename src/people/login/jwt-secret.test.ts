import { randomBytes } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test as folderTest } from '../../../test/support/folder-test.ts';
import { loadJwtSecret } from './jwt-secret.ts';

const test = folderTest.extend('path', ({ folder }) => join(folder, 'jwt-secret'));

test('is made once, for this user alone, and stays', async ({ folder, path }) => {
  const racing = await Promise.all([loadJwtSecret(path), loadJwtSecret(path), loadJwtSecret(path)]);
  const again = await loadJwtSecret(path);
  for (const secret of racing) expect(secret).toEqual(again);
  expect(again).toHaveLength(32);
  expect(await readdir(folder)).toEqual(['jwt-secret']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('is the configured one where there is one, and never a short one', async ({ folder, path }) => {
  const configured = randomBytes(16).toString('hex');
  expect(Buffer.from(await loadJwtSecret(path, configured)).toString()).toBe(configured);
  await expect(loadJwtSecret(path, 'x'.repeat(31))).rejects.toMatchObject({ code: 'jwt_secret_too_short' });
  await expect(loadJwtSecret(path, '')).rejects.toMatchObject({ code: 'jwt_secret_too_short' });
  expect(await readdir(folder)).toEqual([]);
});

test('is never one that is published', async ({ folder, path }) => {
  for (const known of ['sts-clearance-hub-secret-key-2024', 'your-secret-key-change-in-production']) {
    await expect(loadJwtSecret(path, known)).rejects.toMatchObject({ code: 'jwt_secret_weak' });
  }
  expect(await readdir(folder)).toEqual([]);
});

test('is not replaced when its file is damaged', async ({ path }) => {
  await writeFile(path, 'c2hvcnQ');
  await expect(loadJwtSecret(path)).rejects.toMatchObject({ code: 'jwt_secret_damaged' });
});
