import { expect, test } from 'vitest';
import { readNumber } from './typed-number.ts';

test.each([
  ['12.5', 12.5],
  ['12,5', 12.5],
  ['0,125', 0.125],
  ['.5', 0.5],
  [',5', 0.5],
  ['1.234', 1.234],
  ['1234', 1234],
  ['12345,678', 12_345.678],
  ['1,234.5', 1234.5],
  ['1.234,5', 1234.5],
  ['1,234,567', 1_234_567],
  ['1.234.567', 1_234_567],
  ['1.234.567,25', 1_234_567.25],
  ['90 000', 90_000],
  ['90\u202f000,5', 90_000.5],
  ["1'234.5", 1234.5],
  ['-3,25', -3.25],
  ['−3.25', -3.25],
  [' 7 ', 7],
  ['１２．５', 12.5],
])('%j is read as %d', (text, value) => {
  expect(readNumber(text)).toEqual({ value });
});

test.each([
  ['1,234', 'This can be read in two ways. Type 1234 or 1.234.'],
  ['-12,345', 'This can be read in two ways. Type -12345 or -12.345.'],
  ['12 tons', 'Type a number, such as 1234.5 or 1234,5.'],
  ['1,23,4', 'Type a number, such as 1234.5 or 1234,5.'],
  ['1.2.3', 'Type a number, such as 1234.5 or 1234,5.'],
  ['1e5', 'Type a number, such as 1234.5 or 1234,5.'],
  ['-', 'Type a number, such as 1234.5 or 1234,5.'],
  [',', 'Type a number, such as 1234.5 or 1234,5.'],
  ['0x10', 'Type a number, such as 1234.5 or 1234,5.'],
])('%j is no number', (text, error) => {
  expect(readNumber(text)).toEqual({ error });
});
