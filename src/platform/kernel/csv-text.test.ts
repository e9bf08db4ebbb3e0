import { describe, expect, test } from 'vitest';
import { type CsvCell, csvText } from './csv-text.ts';

const cell = (value: CsvCell): string => csvText(['x'], [[value]]).slice('x\r\n'.length, -2);

describe('a cell', () => {
  test.each([
    '=HYPERLINK("x")',
    '+1',
    '-1+2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1',
    '\u00a0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
  ])('%j cannot become a formula', (text) => {
    const written = cell(text);
    expect(written.replace(/^"/, '')).toMatch(/^'/);
    expect(written.replaceAll('""', '"')).toContain(text);
  });

  test('a number stays a number', () => {
    expect(cell(-12.5)).toBe('-12.5');
  });

  test('quotes, commas and line breaks are quoted', () => {
    expect(cell('a "b", c\r\nd')).toBe('"a ""b"", c\r\nd"');
    expect(cell('a-b=c')).toBe('a-b=c');
  });

  test.each([' a', 'a ', 'a\t', '\u00a0a', 'a\u00a0'])('%j keeps its white space in quotes', (text) => {
    expect(cell(text)).toBe(`"${text}"`);
  });

  test('without a value is empty', () => {
    expect([cell(null), cell(''), cell(false), cell(0)]).toEqual(['', '', 'false', '0']);
  });
});

test('every row ends with CRLF, the header too, and nothing stands before it', () => {
  expect(csvText(['a', '=b'], [])).toBe("a,'=b\r\n");
  expect(csvText(['a', 'b'], [[1, 'x']])).toBe('a,b\r\n1,x\r\n');
});
