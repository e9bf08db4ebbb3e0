import { startAuthServer } from './auth-server.ts';
import { test as folderTest } from './folder-test.ts';

/**
 * Tests of accounts and log-in alone.
 *
 * - `auth`: their routes, on a copy of the demonstration. Each test finds it as at the beginning.
 */
export const test = folderTest
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('authServer', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await startAuthServer();
    onCleanup(() => server[Symbol.asyncDispose]());
    return server;
  })
  .extend('auth', async ({ authServer }) => {
    await authServer.reset();
    return authServer;
  });
