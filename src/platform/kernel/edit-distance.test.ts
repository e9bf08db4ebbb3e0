import { expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['title', 'title', 0],
  ['titel', 'title', 2],
  ['include_document', 'include_documents', 1],
  ['snapshotType', 'snapshot_type', 2],
  ['include_vessels', 'include_activity', 8],
])('from %j to %j: %i', (one, other, distance) => {
  expect(editDistance(one, other)).toBe(distance);
  expect(editDistance(other, one)).toBe(distance);
});
