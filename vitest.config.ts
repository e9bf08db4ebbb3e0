import { defineConfig } from 'vitest/config';

const { TEST_DATABASE_URL = '' } = process.env;
const limits = { testTimeout: 60_000, hookTimeout: 60_000 };

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

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'], ...limits } },
      integration('embedded', ''),
      ...(TEST_DATABASE_URL ? [integration('server', TEST_DATABASE_URL)] : []),
    ],
  },
});
