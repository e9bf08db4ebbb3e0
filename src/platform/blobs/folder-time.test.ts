import { expect, vi } from 'vitest';
import { test } from '../../../test/support/folder-test.ts';
import { openFolderTime } from './folder-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test('no file gets older by a leap of the clock of its file system', async ({ folder }) => {
  let passedMs = 0;
  const time = await openFolderTime(folder, () => passedMs);
  const start = await time.forAges();
  // To a process for which no time passes, the file system leaps ahead.
  await vi.waitUntil(async () => (await time.now()) > start);
  expect(await time.forAges()).toEqual(start);
  // And back, if a day passes in the process.
  passedMs = DAY_MS;
  expect((await time.forAges()).getTime()).toBeLessThan(start.getTime() + HOUR_MS);
});
