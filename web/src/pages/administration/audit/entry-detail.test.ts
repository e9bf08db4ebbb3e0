import { expect, test } from 'vitest';
import { describeDetail, wordsOf } from './entry-detail.ts';

test('an action becomes words', () => {
  expect(wordsOf('document_approved')).toBe('Document approved');
});

test('a detail becomes labels and texts, changes as before and after, and nothing is left out', () => {
  const detail = {
    email: 'a@b.example',
    changed: { role: { from: 'viewer', to: 'broker' }, active: { from: false, to: true } },
    poac: { old: null, new: 'Capt. Ruiz' },
    note: null,
    sections: ['documents', 'approvals'],
  };
  expect(describeDetail(detail)).toEqual([
    ['Email', 'a@b.example'],
    ['Changed: role', 'viewer → broker'],
    ['Changed: active', 'no → yes'],
    ['Poac', 'none → Capt. Ruiz'],
    ['Note', 'none'],
    ['Sections', '["documents","approvals"]'],
  ]);
});
