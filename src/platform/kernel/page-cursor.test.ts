import { expect, test } from 'vitest';
import { newId } from './ids.ts';
import { readNumberPlace, readPlace, toPage, writeNumberPlace } from './page-cursor.ts';

test('a page gives the place of its last item, and none when nothing follows', () => {
  const rows = Array.from({ length: 3 }, (_, n) => ({ at: new Date(1_700_000_000_000 + n), id: newId() }));
  const page = toPage(
    rows,
    2,
    (row) => row,
    ({ id }) => id,
  );
  expect(page.items).toEqual(rows.slice(0, 2).map(({ id }) => id));
  expect(readPlace(page.next_cursor ?? '')).toEqual(rows[1]);
  expect(
    toPage(
      rows,
      3,
      (row) => row,
      ({ id }) => id,
    ).next_cursor,
  ).toBeNull();
});

test('a number goes there and back', () => {
  expect(readNumberPlace(writeNumberPlace(4711))).toBe(4711);
  expect(readNumberPlace(undefined)).toBeUndefined();
});

const inBase64 = (text: string) => Buffer.from(text).toString('base64url');

test.each([
  '',
  'x',
  inBase64('2026-01-01 x'),
  inBase64(`2026-02-31T00:00:00.000Z ${newId()}`),
  inBase64('0'),
])('%j is no cursor', (cursor) => {
  expect(() => readPlace(cursor)).toThrow('cursor');
  expect(() => readNumberPlace(cursor)).toThrow('cursor');
});
