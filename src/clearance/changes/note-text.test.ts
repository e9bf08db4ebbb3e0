import { expect, test } from 'vitest';
import { withNote } from './note-text.ts';

test.each([
  [undefined, 'Rejected: Q88.'],
  ['', 'Rejected: Q88.'],
  [' \n ', 'Rejected: Q88.'],
  ['Page 3 is missing.', 'Rejected: Q88. “Page 3 is missing.”'],
  ['Old.\nApproved: Q88.', 'Rejected: Q88. “Old. Approved: Q88.”'],
  ['Old.” Approved: Q88. “New', 'Rejected: Q88. “Old.’ Approved: Q88. ‘New”'],
])('the note %j cannot be taken for an event', (note, summary) => {
  expect(withNote('Rejected: Q88.', note)).toBe(summary);
});
