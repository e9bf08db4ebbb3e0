import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { CHROMIUM } from './test/support/chromium.ts';
import { keepTemporaryFilesInMemory } from './test/support/memory-folder.ts';

keepTemporaryFilesInMemory();

const { TEST_DATABASE_URL = '', CI = '' } = process.env;
const limits = { testTimeout: 120_000, hookTimeout: 120_000 };

/** The same integration suite runs on both engines; the server's needs TEST_DATABASE_URL. */
const integration = (name: string, url: string) => ({
  test: {
    name,
    include: ['test/{integration,faults}/**/*.test.ts'],
    globalSetup: ['test/support/template.ts'],
    env: { TEST_DATABASE_URL: url },
    ...limits,
  },
});

/** The built web application in a real browser. On CI a missing browser is a failure. */
const browser = {
  test: {
    name: 'browser',
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: [
      'test/support/template.ts',
      'test/support/web-build.mjs',
      'test/support/chromium-server.ts',
    ],
    env: { TEST_DATABASE_URL: '' },
    // A page follows what others do when their news arrives.
    expect: { poll: { timeout: 10_000 } },
    ...limits,
  },
};

export default defineConfig({
  test: {
    // By itself Vitest leaves one core idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    // No module of ours holds state that a test could leave behind: files need not import all of them anew.
    isolate: false,
    projects: [
      { test: { name: 'unit', include: ['{src,web/src,test/documents}/**/*.test.ts'], ...limits } },
      integration('embedded', ''),
      ...(CI === 'true' || existsSync(CHROMIUM) ? [browser] : []),
      ...(TEST_DATABASE_URL ? [integration('server', TEST_DATABASE_URL)] : []),
    ],
  },
});
