import { expect, test } from 'vitest';
import { daysBetween, daysText, dayText } from './day.ts';

test('a calendar day is the same day wherever it is read', () => {
  expect(dayText('2027-02-20')).toBe('20 Feb 2027');
});

test.each([
  ['2027-02-20', '2027-02-20', 0],
  ['2027-02-28', '2027-03-01', 1],
  ['2027-03-01', '2027-02-20', -9],
])('from %s to %s it is %i days', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days);
});

test('the number of days agrees with its noun', () => {
  expect([1, 2].map(daysText)).toEqual(['1 day', '2 days']);
});
