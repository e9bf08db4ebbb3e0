import { test as dataTest } from './data-test.ts';
import { openRoom } from './rooms.ts';
import { startTestServer, type TestServerOptions } from './server.ts';
import { roomIdOf } from './snapshots.ts';
import { startAuthority } from './time-stamp-server.ts';

/**
 * Tests of a whole server on a copy of the demonstration. The tests of a file share it. A file that wants another one
 * extends this with its own `serverOptions`.
 *
 * - `authority`: for time stamps. A server that asks it says so in its options.
 * - `server`, its `database`, and `anonymous`: a client that has not logged in.
 * - `owner` to `admin`: the client of a demonstration account.
 * - `readyRoom`, `largeRoom`, `troubledRoom`: ids of the rooms of the demonstration.
 * - `newRoom`: a room of this test alone, without documents, with the broker as its only party.
 */
export const test = dataTest
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('authority', { scope: 'file' }, async ({}, { onCleanup }) => {
    const authority = await startAuthority();
    onCleanup(() => authority[Symbol.dispose]());
    return authority;
  })
  .extend('serverOptions', { scope: 'file' }, {} as TestServerOptions)
  .extend('server', { scope: 'file' }, async ({ place, serverOptions }, { onCleanup }) => {
    const server = await startTestServer({ place, ...serverOptions });
    onCleanup(() => server[Symbol.asyncDispose]());
    return server;
  })
  .extend('database', { scope: 'file' }, ({ server }) => server.roomshot.database)
  .extend('anonymous', { scope: 'file' }, ({ server }) => server.anonymous)
  .extend('owner', { scope: 'file' }, ({ server }) => server.as('owner'))
  .extend('broker', { scope: 'file' }, ({ server }) => server.as('broker'))
  .extend('charterer', { scope: 'file' }, ({ server }) => server.as('charterer'))
  .extend('seller', { scope: 'file' }, ({ server }) => server.as('seller'))
  .extend('buyer', { scope: 'file' }, ({ server }) => server.as('buyer'))
  .extend('viewer', { scope: 'file' }, ({ server }) => server.as('viewer'))
  .extend('admin', { scope: 'file' }, ({ server }) => server.as('admin'))
  .extend('readyRoom', { scope: 'file' }, ({ broker }) => roomIdOf(broker, 'Aegean Pearl'))
  .extend('largeRoom', { scope: 'file' }, ({ broker }) => roomIdOf(broker, 'Chrysi Avgerini'))
  .extend('troubledRoom', { scope: 'file' }, ({ broker }) => roomIdOf(broker, 'Fujairah'))
  .extend('newRoom', ({ broker }) => openRoom(broker));
