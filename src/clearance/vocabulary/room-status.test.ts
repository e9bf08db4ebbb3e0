import { expect, test } from 'vitest';
import { isClosed, nextStatuses } from './room-status.ts';
import { ROOM_STATUSES } from './room-words.ts';

test.each([
  ['pending', ['ready', 'active', 'cancelled']],
  ['ready', ['active', 'cancelled']],
  ['active', ['completed', 'on_hold']],
  ['on_hold', ['active', 'cancelled']],
  ['completed', []],
  ['cancelled', []],
] as const)('from %s to %j', (from, to) => {
  expect(nextStatuses(from)).toEqual(to);
});

test('a room is closed in the statuses that are final', () => {
  const closed = ROOM_STATUSES.filter(isClosed);
  expect(closed).toEqual(['completed', 'cancelled']);
  expect(closed.flatMap(nextStatuses)).toEqual([]);
});
