import { expect, test } from 'vitest';
import { fileNameOf } from './snapshot-file-name.ts';

const created_at = '2026-11-23T14:45:00.468Z';

test.each([
  ['Before run-in', 'pdf', 'Before run-in 2026-11-23 1445Z.pdf'],
  ['../../etc: "passwd"', 'json', '.. .. etc passwd 2026-11-23 1445Z.json'],
  ['\u202Egnp.exe', 'csv', 'gnp.exe 2026-11-23 1445Z.zip'],
  ['Полярис / 北极', 'pdf', 'Полярис 北极 2026-11-23 1445Z.pdf'],
  ['\u0000', 'pdf', '2026-11-23 1445Z.pdf'],
] as const)('a record called %j of type %s is saved as %s', (title, snapshot_type, name) => {
  expect(fileNameOf({ title, created_at, snapshot_type })).toBe(name);
});

test('a long title leaves room for the rest of the name', () => {
  const name = fileNameOf({ title: 'x'.repeat(255), created_at, snapshot_type: 'pdf' });
  expect(name).toHaveLength(120 + ' 2026-11-23 1445Z.pdf'.length);
});
