import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../support/data-test.ts';
import { startServerProcess } from '../support/process.ts';

test('a start makes the data folder and everything in it private', async ({ place }) => {
  const { dataFolder } = place;
  for (const path of await readdir(dataFolder, { recursive: true })) {
    const { mode } = await lstat(join(dataFolder, path));
    await chmod(join(dataFolder, path), mode | 0o055);
  }
  await chmod(dataFolder, 0o755);
  await using _server = await startServerProcess(place);
  const open: string[] = [];
  for (const path of ['.', ...(await readdir(dataFolder, { recursive: true }))]) {
    const stats = await lstat(join(dataFolder, path)).catch(() => undefined);
    if (stats && (stats.mode & 0o077) !== 0) open.push(`${path} ${(stats.mode & 0o777).toString(8)}`);
  }
  expect(open).toEqual([]);
});
