import { expect, test } from 'vitest';
import { distance } from './countdown.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  [0, 'now'],
  [5 * MINUTE, 'in 5 min'],
  [-5 * MINUTE, '5 min ago'],
  [3 * HOUR + 10 * MINUTE, 'in 3 h 10 min'],
  [24 * HOUR, 'in 1 d'],
  [53 * HOUR + MINUTE, 'in 2 d 5 h'],
  [-49 * HOUR, '2 d 1 h ago'],
])('a moment %i ms away is %s', (away, said) => {
  expect(distance(1_000_000 + away, 1_000_000)).toBe(said);
});
