import { expect, test } from 'vitest';
import { errorsOf, type Field, statedText, textsOf, valuesOf } from './fields.ts';

const FIELDS: readonly Field[] = [
  { name: 'title', label: 'Title', kind: 'name', isRequired: true },
  { name: 'sts_eta', label: 'ETA', kind: 'moment' },
  { name: 'draft', label: 'Draft', kind: 'number' },
];

test('unchanged texts are sent as the values that they came from', () => {
  const room = { title: 'Aurora', sts_eta: '2027-03-01T08:00:00.000Z', draft: 12.5, other: true };
  const texts = textsOf(FIELDS, room);
  expect(texts).toEqual({ title: 'Aurora', sts_eta: '2027-03-01T08:00', draft: '12.5' });
  expect(valuesOf(FIELDS, texts)).toEqual({ title: 'Aurora', sts_eta: '2027-03-01T08:00:00Z', draft: 12.5 });
});

test('an empty field is sent as null, and a field without an input is not sent', () => {
  expect(textsOf(FIELDS, { draft: null })).toEqual({ title: '', sts_eta: '', draft: '' });
  expect(valuesOf(FIELDS, { draft: ' ' })).toEqual({ draft: null });
});

test('a number is sent with either decimal sign, and what is no number is an error', () => {
  expect(valuesOf(FIELDS, { draft: '12,5' })).toEqual({ draft: 12.5 });
  expect(errorsOf(FIELDS, { title: 'Aurora', draft: '12,5' })).toEqual({});
  expect(errorsOf(FIELDS, { title: 'Aurora', draft: '12,500' })).toEqual({
    draft: 'This can be read in two ways. Type 12500 or 12.500.',
  });
  expect(errorsOf(FIELDS, { title: 'Aurora', draft: 'deep' })).toHaveProperty('draft');
});

test('an empty required field is an error', () => {
  expect(errorsOf(FIELDS, { title: ' ', draft: '' })).toEqual({ title: 'Title is required.' });
});

test('a new thing begins with the initial values of its fields', () => {
  const status = {
    name: 'status',
    label: 'Status',
    kind: 'word',
    isRequired: true,
    initial: 'active',
  } as const;
  expect(textsOf([status])).toEqual({ status: 'active' });
  expect(textsOf([status], { status: 'laid_up' })).toEqual({ status: 'laid_up' });
});

test('a box that nobody ticked says no', () => {
  const field: Field = { name: 'required', label: 'Required', kind: 'yes_no', isRequired: true };
  expect(textsOf([field])).toEqual({ required: 'false' });
  expect(errorsOf([field], textsOf([field]))).toEqual({});
});

test('yes or no is sent as such, and a day as it was entered', () => {
  const fields: Field[] = [
    { name: 'no_expiry_stated', label: 'States no expiry', kind: 'yes_no', isRequired: true },
    { name: 'expires_on', label: 'Expiry', kind: 'day' },
  ];
  const texts = textsOf(fields, { no_expiry_stated: false, expires_on: '2027-02-20' });
  expect(texts).toEqual({ no_expiry_stated: 'false', expires_on: '2027-02-20' });
  expect(errorsOf(fields, texts)).toEqual({});
  expect(valuesOf(fields, { ...texts, expires_on: '' })).toEqual({
    no_expiry_stated: false,
    expires_on: null,
  });
  expect(
    fields.map((field) => statedText(field, { no_expiry_stated: true, expires_on: '2027-02-20' })),
  ).toEqual(['Yes', '20 Feb 2027']);
});
