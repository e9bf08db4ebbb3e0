import { describe, expect, test } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import { ROOM_FIELDS } from '../../../clearance/vocabulary/room-fields.ts';
import { CRITICALITIES } from '../../../clearance/vocabulary/room-words.ts';
import { distanceText, numberText } from '../../wording/amount-text.ts';
import { criticalityWord } from '../../wording/vocabulary.ts';
import { createTextSetter } from '../fonts/printable-text.ts';
import { documentSection } from './document-section.ts';
import { bothTimes } from './operation-window.ts';
import { statedText } from './stated-text.ts';

// The report says what the data say: with every digit, in the words of the API, in the order of the state.

describe('a number', () => {
  test.each([
    [12_345_678.123456, '12,345,678.123456'],
    [1234.5678901234567, '1,234.5678901234567'],
    [9_007_199_254_740_991, '9,007,199,254,740,991'],
    [0.1, '0.1'],
    [-12_500.5, '-12,500.5'],
    [1.5e-7, '1.5e-7'],
    [1.25e21, '1.25e+21'],
  ])('%d has all its digits', (value, text) => {
    expect(numberText(value)).toBe(text);
    expect(Number(text.replaceAll(',', ''))).toBe(value);
  });

  test('with a unit has all its digits', () => {
    const room = { cargo_quantity: 98_765.432109876, cargo_unit: 'tonnes' };
    expect(statedText('cargo_quantity', ROOM_FIELDS.cargo_quantity, room)).toBe('98,765.432109876 tonnes');
  });

  test('is subtracted without digits that nobody stated', () => {
    expect(distanceText(243.8, 183.1, 'm')).toBe('60.7 m');
    expect(distanceText(0.3, 0.1, 'm')).toBe('0.2 m');
  });
});

test('an ETA with seconds keeps them', () => {
  expect(bothTimes('2027-03-01T08:00:30Z', 'UTC')).toMatch(/^2027-03-01 08:00:30 UTC/);
  expect(bothTimes('2027-03-01T08:00:00.000Z', 'UTC')).toMatch(/^2027-03-01 08:00 UTC/);
});

test('a criticality is called as the API calls it', () => {
  for (const name of CRITICALITIES)
    expect(criticalityWord(name).toLowerCase()).toMatch(new RegExp(`^${name}`));
});

test('documents have the order of the state, and the size of a file is exact', () => {
  const { documents = [] } = exampleContent(12, 0);
  const [first] = documents;
  if (!first) throw new Error('no document');
  const listed = [...documents.slice(1), { ...first, file_name: 'hose.pdf', file_size: 12_345 }];
  const { groups } = documentSection(listed, undefined, createTextSetter());
  const names = groups.flatMap(({ rows }) => rows.map(({ name }) => name.replaceAll('\n', ' ')));
  const categories = [...new Set(listed.map(({ category }) => category))];
  const inGroups = categories.flatMap((category) =>
    listed.filter((document) => document.category === category),
  );
  expect(names).toEqual(inGroups.map(({ type_name }) => type_name));
  const details = groups.flatMap(({ rows }) => rows.map((row) => row.details)).join('\n');
  expect(details).toContain('File hose.pdf · 12,345 bytes');
});
