import type { TextPlace, TextSetter } from '../fonts/printable-text.ts';

/** Padding of a table cell, in points; the templates use the same. */
const CELL_PADDING = { x: 4, y: 3.2 };
/** A line reaches from 0.74 em above its baseline to 0.22 em below. */
const LINE_EM = 0.96;
/** The space between two lines of a cell, in points. */
const CELL_LEADING = 2;
/** A row that is higher than this may break over pages; Typst then finds its height. */
const HIGHEST_FIXED_ROW = 160;

/** A row ready to be set: the text of each cell, and its height in points unless Typst has to find it. */
interface TextRow {
  cells: string[];
  height: number | null;
}

/** Returns the width for text in a column of a table. */
export const cellPlace = (column: number, size: number, strong = false): TextPlace => ({
  width: column - CELL_PADDING.x * 2,
  size,
  strong,
});

/** Returns the height of a row whose cells have lines of these sizes. */
export function rowHeight(...cells: number[][]): number | null {
  const highest = Math.max(...cells.map(heightOfLines));
  return highest > HIGHEST_FIXED_ROW ? null : Math.ceil(highest * 100) / 100;
}

const heightOfLines = (sizes: number[]): number =>
  CELL_PADDING.y * 2 +
  sizes.reduce((sum, size) => sum + size * LINE_EM, 0) +
  Math.max(sizes.length - 1, 0) * CELL_LEADING;

/** The text of a cell: a sentence of ours, or paragraphs that a person wrote. */
export type CellText = string | { paragraphs: string };

/** Returns a row of plain texts, all in one size. */
function textRow(texts: CellText[], columns: number[], size: number, setter: TextSetter): TextRow {
  const cells = texts.map((text, index) => {
    const place = cellPlace(columns[index] ?? 0, size);
    return typeof text === 'string' ? setter.lines(text, place) : setter.paragraphs(text.paragraphs, place);
  });
  return {
    cells: cells.map((lines) => lines.join('\n')),
    height: rowHeight(...cells.map((lines) => lines.map(() => size))),
  };
}

/** A table of plain texts, as the templates take it. */
export interface TextTable {
  columns: number[];
  size: number;
  rows: TextRow[];
}

export const textTable = (
  rows: CellText[][],
  columns: number[],
  size: number,
  setter: TextSetter,
): TextTable => ({ columns, size, rows: rows.map((texts) => textRow(texts, columns, size, setter)) });
