import { expect, test } from 'vitest';
import { nextStatuses } from './room-status.ts';

test.each([
  ['pending', ['ready', 'active', 'cancelled']],
  ['ready', ['active', 'cancelled']],
  ['active', ['completed', 'on_hold']],
  ['on_hold', ['active', 'cancelled']],
  ['completed', []],
  ['cancelled', []],
  ['sunk', []],
])('from %s to %j', (from, to) => {
  expect(nextStatuses(from)).toEqual(to);
});
