import { test as dataTest } from './data-test.ts';
import { openRoom } from './rooms.ts';
import { startTestServer, type TestServerOptions } from './server.ts';
import { startAuthority } from './time-stamp-server.ts';

/** Servers and tests have the time of the machine, unless a test has set the clock ahead. */
const timeOf = ({ aheadMs }: { aheadMs: number }): Date => new Date(Date.now() + aheadMs);

/**
 * Tests of a whole server on a copy of the demonstration. The tests of a file share it. A file that wants another one
 * extends this with its own `serverOptions`.
 *
 * - `authority`: for time stamps. A server that asks it says so in its options.
 * - `server`, its `database`, and `anonymous`: a client that has not logged in.
 * - `ownServer`: one of this test alone, on a copy of its own.
 * - `setClockAhead`: sets the clock of the servers, until the test ends.
 * - `owner` to `admin`: the client of a demonstration account.
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
  .extend('clock', { scope: 'file' }, { aheadMs: 0 })
  .extend('server', { scope: 'file' }, async ({ place, clock, serverOptions }, { onCleanup }) => {
    const server = await startTestServer({ place, clock: () => timeOf(clock), ...serverOptions });
    onCleanup(() => server[Symbol.asyncDispose]());
    return server;
  })
  .extend('ownServer', async ({ clock, serverOptions }, { onCleanup }) => {
    const server = await startTestServer({ clock: () => timeOf(clock), ...serverOptions });
    onCleanup(() => server[Symbol.asyncDispose]());
    return server;
  })
  .extend('setClockAhead', ({ clock }, { onCleanup }) => {
    const set = (ms: number): void => {
      clock.aheadMs = ms;
    };
    onCleanup(() => set(0));
    return set;
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
  .extend('newRoom', ({ broker }) => openRoom(broker));
