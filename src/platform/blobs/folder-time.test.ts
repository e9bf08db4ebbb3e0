import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, vi } from 'vitest';
import { test } from '../../../test/support/folder-test.ts';
import { openFolderBlobStore } from './folder-blob-store.ts';
import { openFolderTime } from './folder-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OLD = { minAgeMs: HOUR_MS };

afterEach(() => vi.useRealTimers());

test.for([730 * DAY_MS, -DAY_MS])(
  'a blob is as old as its file system says, if the clock of the server is %i ms ahead',
  async (ms, { folder }) => {
    vi.useFakeTimers({ now: Date.now() + ms, toFake: ['Date'] });
    const { blobs } = await openFolderBlobStore({ folder });
    const { sha256: hash } = await blobs.put(Buffer.from('young'));
    expect(await blobs.remove(hash, OLD)).toBe(false);
    const path = join(folder, 'v1', hash.slice(0, 2), hash);
    const longAgo = new Date(0);
    await utimes(path, longAgo, longAgo);
    await blobs.keep(hash, Buffer.from('young'));
    expect((await blobs.stat(hash))?.ageMs).toBeLessThan(HOUR_MS);
    await utimes(path, longAgo, longAgo);
    expect(await blobs.remove(hash, OLD)).toBe(true);
  },
);

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
