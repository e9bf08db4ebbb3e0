import { describe, expect, test } from 'vitest';
import { type CsvCell, csvText } from './csv-text.ts';

/** What a spreadsheet evaluates, after the white space that it ignores. */
const EVALUATED = /^[\s\u200b\u2060\ufeff\0]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]/;

/** Reads a text as a spreadsheet with this separator does: only a quote at the beginning of a cell encloses it. */
function parsed(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text;
  while (rest !== '') {
    const quoted = /^"((?:[^"]|"")*)"?/.exec(rest);
    const start = quoted?.[1]?.replaceAll('""', '"') ?? '';
    rest = rest.slice(quoted?.[0].length ?? 0);
    const [plain = ''] = /^[^\r\n]*/.exec(rest.split(separator)[0] ?? '') ?? [];
    row.push(start + plain);
    rest = rest.slice(plain.length);
    if (rest.startsWith(separator)) {
      rest = rest.slice(1);
      continue;
    }
    rows.push(row);
    row = [];
    rest = rest.replace(/^(\r\n|\r|\n)/, '');
  }
  return rows;
}

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
    expect(parsed(written, ',')).toEqual([[`'${text.replace(/(?<=^[\t\r\n])(?==)/, "'")}`]]);
  });

  test.each([
    'a;=1',
    'a; =1',
    'a;"=1',
    'a;""=1',
    'a;;+1',
    'a\t=1',
    'a\t@SUM(A1)',
    'a\n=1',
    'a\r\n-1',
    'a\n\n=1',
    'a,b;=1',
    '";=1',
    'a"\n;=1',
    'a;\u200b=1',
    'a;\ufeff\uff1d1',
    'a;=cmd|calc;=2\n+3\t-4',
    '=1;=2\n=3',
  ])('%j has no formula for any separator', (text) => {
    const row = csvText(
      ['x', 'y', 'z'],
      [
        [1, text, 'c'],
        [text, text, text],
      ],
    );
    for (const separator of [',', ';', '\t', '|']) {
      for (const found of parsed(row, separator).flat()) expect(found).not.toMatch(EVALUATED);
    }
    expect(parsed(row, ',')[1]?.[1]?.replaceAll("'", '')).toBe(text);
  });

  test.each(['a;b', 'a\tb', 'a\nb', '5;-', 'a-b;c+d', 'x; see y'])('%j is not changed', (text) => {
    const harmless = text === '5;-' ? "5;'-" : text;
    expect(parsed(cell(text), ',')).toEqual([[harmless]]);
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

test('a long text takes no longer than its length', () => {
  const long = `${'\n'.repeat(200_000)}x`;
  expect(cell(long)).toHaveLength(long.length + 3);
});

test('every row ends with CRLF, the header too, and nothing stands before it', () => {
  expect(csvText(['a', '=b'], [])).toBe("a,'=b\r\n");
  expect(csvText(['a', 'b'], [[1, 'x']])).toBe('a,b\r\n1,x\r\n');
});
