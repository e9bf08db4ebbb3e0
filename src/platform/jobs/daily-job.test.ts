import { expect, test } from 'vitest';
import { dueDay } from './daily-job.ts';

const ATHENS = { hour: 3, minute: 30, timeZone: 'Europe/Athens' };

test.each([
  ['before the time of the day', '2026-06-10T00:29:59Z', '2026-06-09'],
  ['at the time', '2026-06-10T00:30:00Z', '2026-06-10'],
  ['before midnight', '2026-06-10T20:59:00Z', '2026-06-10'],
  ['after midnight', '2026-06-10T21:00:00Z', '2026-06-10'],
  ['before the clocks are set forward over the time', '2026-03-29T00:59:59Z', '2026-03-28'],
  ['when they were set forward over the time', '2026-03-29T01:00:00Z', '2026-03-29'],
  ['at the time, before the clocks are set back', '2026-10-25T00:30:00Z', '2026-10-25'],
  ['when the clocks were set back before the time', '2026-10-25T01:00:00Z', '2026-10-24'],
  ['at the same time again', '2026-10-25T01:30:00Z', '2026-10-25'],
])('%s', (_, at, day) => {
  expect(dueDay(ATHENS, new Date(at))).toBe(day);
});
