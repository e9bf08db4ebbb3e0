import { describe, expect } from 'vitest';
import { prepareLeapingClock } from '../support/leaping-clock.ts';
import { askForMany, outcomeOf } from '../support/many-snapshots.ts';
import { canPreload } from '../support/preloaded-library.ts';
import { clientAs } from '../support/process.ts';
import { test as processTest } from '../support/process-test.ts';

const MINUTE = 60;
const DAY = 86_400;
const MANY = 8;

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
    ['two years ahead', 730 * DAY],
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
});
