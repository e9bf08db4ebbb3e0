import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** The rows to be kept: those in sight and, wherever it is, the one with the focus, which would be lost. */
export function withRow(range: Range, focused: number | undefined): number[] {
  const rows = defaultRangeExtractor(range);
  if (focused === undefined || focused >= range.count || rows.includes(focused)) return rows;
  return [...rows, focused].toSorted((a, b) => a - b);
}
