import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as plainTest } from 'vitest';

const makeFolder = () => mkdtemp(join(tmpdir(), 'roomshot-test-'));
const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });

/**
 * Tests that keep files.
 *
 * - `folder`: an empty folder of this test alone.
 * - `sharedFolder`: a folder that the tests of a file share.
 */
export const test = plainTest
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('folder', async ({}, { onCleanup }) => {
    const folder = await makeFolder();
    onCleanup(() => removeFolder(folder));
    return folder;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('sharedFolder', { scope: 'file' }, async ({}, { onCleanup }) => {
    const folder = await makeFolder();
    onCleanup(() => removeFolder(folder));
    return folder;
  });
