import { RenderPool } from '../../src/records/rendering/pool/render-pool.ts';
import { test as folderTest } from './folder-test.ts';

/**
 * Tests of reports.
 *
 * - `pool`: two render processes, which the tests of a file share.
 */
export const test = folderTest
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('pool', { scope: 'file' }, ({}, { onCleanup }) => {
    const pool = new RenderPool({ processes: 2, memoryLimitMb: 500, rendersBeforeRecycling: 100 });
    onCleanup(() => pool.close());
    return pool;
  });
