import { expect, test } from 'vitest';
import { type Field, faultsOf, textsOf, valuesOf } from './fields.ts';

const FIELDS: readonly Field[] = [
  { name: 'title', label: 'Title', kind: 'name', isRequired: true },
  { name: 'sts_eta', label: 'ETA', kind: 'moment' },
  { name: 'draft', label: 'Draft', kind: 'number' },
];

test('the texts in the fields are sent as they came', () => {
  const room = { title: 'Aurora', sts_eta: '2027-03-01T08:00:00.000Z', draft: 12.5, other: true };
  const texts = textsOf(FIELDS, room);
  expect(texts).toEqual({ title: 'Aurora', sts_eta: '2027-03-01T08:00', draft: '12.5' });
  expect(valuesOf(FIELDS, texts)).toEqual({ title: 'Aurora', sts_eta: '2027-03-01T08:00:00Z', draft: 12.5 });
});

test('an empty field says that nothing is stated, and a missing one says nothing', () => {
  expect(textsOf(FIELDS, { draft: null })).toEqual({ title: '', sts_eta: '', draft: '' });
  expect(valuesOf(FIELDS, { draft: ' ' })).toEqual({ draft: null });
});

test('what has to be there is asked for', () => {
  expect(faultsOf(FIELDS, { title: ' ', draft: '' })).toEqual({ title: 'Enter: title.' });
});
