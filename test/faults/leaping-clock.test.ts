import { describe, expect, inject } from 'vitest';
import type { Client } from '../support/client.ts';
import { prepareLeapingClock } from '../support/leaping-clock.ts';
import { askForMany, outcomeOf } from '../support/many-snapshots.ts';
import { canPreload } from '../support/preloaded-library.ts';
import { clientAs, runCommand } from '../support/process.ts';
import { test as processTest } from '../support/process-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const MINUTE = 60;
const DAY = 86_400;
const TWO_YEARS = 730 * DAY;
const MANY = 8;

interface Ledger {
  room: string;
  snapshots: string[];
  messages: string[];
}

/** Takes three snapshots in a room with a policy of 30 days, and sends a message. Returns what was acknowledged. */
async function workIn(room: string, address: string): Promise<Ledger> {
  const [broker, admin] = [await clientAs(address, 'broker'), await clientAs(address, 'admin')];
  const taken = [];
  for (const snapshot_type of ['pdf', 'json', 'csv']) {
    taken.push((await takeSnapshot(broker, room, { snapshot_type })).snapshot);
  }
  expect((await admin.patch(`/rooms/${room}`, { snapshot_retention_days: 30 })).status).toBe(200);
  const text = 'Before the leap';
  expect((await broker.post(`/rooms/${room}/messages`, { text })).status).toBe(201);
  return { room, snapshots: taken.map(({ download_url }) => download_url), messages: [text] };
}

async function expectKept(broker: Client, { room, snapshots, messages }: Ledger): Promise<void> {
  for (const path of snapshots) expect((await broker.download(path)).status).toBe(200);
  const { body } = await broker.get(`/rooms/${room}/activity?limit=100`);
  for (const text of messages) expect(JSON.stringify(body.items)).toContain(text);
}

/**
 * - `clock`: the clock of the servers of this test.
 */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
const test = processTest.extend('clock', async ({}, { onCleanup }) => {
  const clock = await prepareLeapingClock();
  onCleanup(() => clock[Symbol.asyncDispose]());
  return clock;
});

describe.runIf(canPreload())('a clock that leaps', () => {
  test.for([
    ['a day back', -DAY],
    ['15 minutes back', -15 * MINUTE],
    ['two years ahead', TWO_YEARS],
  ] as const)('%s keeps no task waiting', async ([, seconds], { clock, startServer, readyRoom }) => {
    const server = await startServer(undefined, clock.environment);
    const before = await clientAs(server.address, 'broker');
    const waiting = await askForMany(before, readyRoom, MANY);
    clock.setAhead(seconds);
    const during = await clientAs(server.address, 'broker');
    const added = await askForMany(during, readyRoom, MANY);
    for (const created of [...waiting, ...added]) {
      expect((await outcomeOf(during, created)).task.status).toBe('completed');
    }
    clock.setAhead(0);
    const after = await clientAs(server.address, 'broker');
    for (const created of await askForMany(after, readyRoom, MANY)) {
      expect((await outcomeOf(after, created)).task.status).toBe('completed');
    }
  });

  test('two years ahead for some seconds removes nothing, lets nobody stay in, and is said', async ({
    clock,
    startServer,
    ownPlace,
    readyRoom,
  }) => {
    const server = await startServer(undefined, clock.environment);
    const ledger = await workIn(readyRoom, server.address);
    const command = async (...args: string[]) => {
      await using process = runCommand(args, ownPlace);
      const { code } = await process.ended;
      return { code, output: process.output() };
    };
    expect(await command('clock')).toMatchObject({ code: 0 });

    clock.setAhead(TWO_YEARS);
    const stranger = await clientAs(server.address, 'broker');
    expect((await stranger.get('/auth/me')).status).toBe(200);
    const early = await clientAs(server.address, 'admin');
    expect((await early.post('/admin/cleanup')).body).toMatchObject({ code: 'clock_not_confirmed' });
    // The daily clean-up starts by itself, unless it takes the time from another machine.
    if (inject('serverUrl') === '')
      await server.said(/The clean-up did not run\. The clock of the server leapt by 730 days ahead/);
    clock.setAhead(0);

    expect((await stranger.get('/auth/me')).status).toBe(401);
    const admin = await clientAs(server.address, 'admin');
    expect((await admin.post('/admin/cleanup')).body).toMatchObject({ code: 'clock_not_confirmed' });
    await expectKept(await clientAs(server.address, 'broker'), ledger);
    expect(await command('clock')).toMatchObject({ code: 1, output: expect.stringContaining('730 days') });
    expect(await command('doctor')).toMatchObject({ code: 1, output: expect.stringContaining('730 days') });

    expect(await command('clock', 'confirm')).toMatchObject({ code: 0 });
    expect(await command('cleanup')).toMatchObject({ code: 0 });
    expect(await command('doctor')).toMatchObject({ code: 0 });
    await expectKept(await clientAs(server.address, 'broker'), ledger);
    expect((await stranger.get('/auth/me')).status).toBe(401);
  });

  test.for([
    ['two years ahead', TWO_YEARS],
    ['15 minutes back', -15 * MINUTE],
  ] as const)(
    '%s while no server runs removes nothing',
    async ([, seconds], { clock, startServer, readyRoom }) => {
      const first = await startServer(undefined, clock.environment);
      const ledger = await workIn(readyRoom, first.address);
      expect(await first.end('SIGTERM')).toMatchObject({ code: 0 });
      clock.setAhead(seconds);
      const second = await startServer(undefined, clock.environment);
      const admin = await clientAs(second.address, 'admin');
      expect((await admin.get('/admin/clock')).body).toMatchObject({ trusted: false });
      expect((await admin.post('/admin/cleanup')).body).toMatchObject({ code: 'clock_not_confirmed' });
      await expectKept(await clientAs(second.address, 'broker'), ledger);
      const { task } = await takeSnapshot(await clientAs(second.address, 'broker'), readyRoom, {});
      expect(task.status).toBe('completed');
    },
  );
});
