import { test as baseTest, expect } from 'vitest';
import { ClockWatch } from './clock-watch.ts';

const START = Date.parse('2026-03-01T12:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** - `pass`: lets time pass, while the clock is set forward or back. */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
const test = baseTest.extend('machine', ({}) => {
  let passed = 0;
  let set = 0;
  const watch = new ClockWatch({ clock: () => new Date(START + passed + set), monotonic: () => passed });
  const pass = (ms: number, setMs = 0) => {
    passed += ms;
    set += setMs;
    const leap = watch.check();
    return leap && leap.actual.getTime() - leap.expected.getTime();
  };
  return { pass };
});

test.for([730 * DAY_MS, -DAY_MS, -15 * MINUTE_MS, 2 * MINUTE_MS])(
  'a leap by %i ms is seen once',
  (ms, { machine }) => {
    expect(machine.pass(1000)).toBeUndefined();
    expect(machine.pass(1000, ms)).toBe(ms);
    expect(machine.pass(1000)).toBeUndefined();
    expect(machine.pass(15_000, -ms)).toBe(-ms);
  },
);

test('small corrections are no leap, unless they add up within an hour', ({ machine }) => {
  for (let day = 0; day < 30; day++) expect(machine.pass(DAY_MS, 30_000)).toBeUndefined();
  const seen = Array.from({ length: 10 }, () => machine.pass(MINUTE_MS, 10_000));
  expect(seen.filter(Boolean)).toHaveLength(1);
});

test('a long pause is no leap', ({ machine }) => {
  expect(machine.pass(90 * DAY_MS)).toBeUndefined();
});
