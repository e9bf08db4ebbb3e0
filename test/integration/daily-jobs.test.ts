import { expect } from 'vitest';
import { dueDay } from '../../src/platform/jobs/daily-job.ts';
import { claimDay } from '../../src/platform/jobs/daily-job-store.ts';
import { newId } from '../../src/platform/kernel/ids.ts';
import { localMoment } from '../../src/platform/kernel/time-zone.ts';
import { test } from '../support/data-test.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Nights of 23, 23½, 24, 24½ and 25 hours, and days that begin an hour late. */
const NIGHTS: [timeZone: string, days: string[]][] = [
  ['UTC', ['2026-03-29']],
  ['Europe/Athens', ['2026-03-29', '2026-10-25']],
  ['America/New_York', ['2026-03-08', '2026-11-01']],
  ['America/Havana', ['2026-03-08', '2026-11-01']],
  ['Asia/Beirut', ['2026-03-29', '2026-10-25']],
  ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
];
const TIMES = [
  [0, 0],
  [0, 30],
  [1, 59],
  [2, 0],
  [2, 30],
  [3, 30],
  [23, 30],
] as const;

test.for(NIGHTS)('a daily job in %s is enqueued once on each day', async ([timeZone, days], { database }) => {
  for (const day of days) {
    for (const [hour, minute] of TIMES) {
      const name = newId();
      const enqueued: string[] = [];
      const start = Date.parse(day) - 2 * DAY_MS;
      let last = '';
      for (let at = start; at < start + 4 * DAY_MS; at += 15 * MINUTE_MS) {
        const due = dueDay({ hour, minute, timeZone }, new Date(at));
        if (due === last) continue;
        last = due;
        const isNew = await database.query.transaction().execute((tx) => claimDay(tx, name, due));
        if (isNew) enqueued.push(localMoment(new Date(at), timeZone).day);
      }
      const expected = new Set(enqueued);
      expect(enqueued, `${day} ${hour}:${minute}`).toEqual([...expected]);
      expect(enqueued.length).toBeGreaterThanOrEqual(3);
      expect(enqueued).toContain(day);
    }
  }
});

const TWO_AT_NIGHT = { hour: 2, minute: 0, timeZone: 'UTC' };

test('a daily job is enqueued once, whichever processes check, and goes on after the clock was ahead', async ({
  database,
}) => {
  const name = newId();
  const claim = (at: string) =>
    database.transaction((tx) => claimDay(tx, name, dueDay(TWO_AT_NIGHT, new Date(at))));
  // It has never run, so nothing was missed.
  expect(await claim('2026-05-01T12:00:00Z')).toBe(false);
  const night = await Promise.all(Array.from({ length: 5 }, () => claim('2026-05-02T02:00:10Z')));
  expect(night.filter(Boolean)).toHaveLength(1);
  expect(await claim('2026-05-05T09:00:00Z')).toBe(true);
  // The clock leaps two years ahead, and back.
  expect(await claim('2028-05-05T09:00:00Z')).toBe(true);
  expect(await claim('2026-05-05T09:01:00Z')).toBe(true);
  expect(await claim('2026-05-05T09:02:00Z')).toBe(false);
  expect(await claim('2026-05-06T02:01:00Z')).toBe(true);
});
