import { describe, expect, test } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import { hasPdfTools, pdfText } from '../../../../test/support/pdf-tools.ts';
import { ReportCompiler } from '../typesetting/report-compiler.ts';
import { partsOfTable } from './page-breaks.ts';
import type { TextTable } from './table-rows.ts';

const tableOf = (heights: (number | null)[]): TextTable => ({
  columns: [100],
  size: 8,
  rows: heights.map((height, index) => ({ cells: [String(index)], height })),
});

describe('a long table', () => {
  test('is cut into parts that hold every row, in order', () => {
    const table = tableOf(Array.from({ length: 2000 }, (_, index) => 14 + (index % 7) * 9));
    const parts = partsOfTable(table, 'a4');
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.flatMap(({ rows }) => rows)).toEqual(table.rows);
  });

  test('stays whole from the first row on whose height nobody knows', () => {
    const table = tableOf(Array.from({ length: 2000 }, (_, index) => (index === 500 ? null : 14)));
    const parts = partsOfTable(table, 'a4');
    expect(parts.flatMap(({ rows }) => rows)).toEqual(table.rows);
    expect(parts.at(-1)?.rows.length).toBeGreaterThan(1500);
  });

  test('of one row, or none, is one part', () => {
    expect(partsOfTable(tableOf([]), 'a4')).toHaveLength(1);
    expect(partsOfTable(tableOf([14]), 'a4')).toHaveLength(1);
  });
});

describe.skipIf(!hasPdfTools('pdftotext'))('the pages of the activity log', () => {
  test('are full, wherever its table is cut', () => {
    const content = exampleContent(1, 1500);
    for (const [index, entry] of (content.activity ?? []).entries()) {
      entry.summary += ` ${'because the surveyor said so '.repeat((index * 7) % 11)}`;
    }
    const pages = pdfText(new ReportCompiler().report(content)).split('\f');
    const lines = pages
      .filter((page) => /^Time \(UTC\) Who What$/m.test(page))
      .map((page) => page.split('\n').filter((line) => line.trim() !== '').length);
    expect(lines.length).toBeGreaterThan(30);
    for (const count of lines.slice(0, -1)) expect(count).toBeGreaterThan(40);
  });
});
