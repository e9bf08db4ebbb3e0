import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** Returns the rows to render: the visible ones, and the row with the focus, so that it does not lose the focus. */
export function withRow(range: Range, focused: number | undefined): number[] {
  const rows = defaultRangeExtractor(range);
  if (focused === undefined || focused >= range.count || rows.includes(focused)) return rows;
  return [...rows, focused].toSorted((a, b) => a - b);
}

/** Returns all rows. */
export const everyRow = ({ count }: Range): number[] => Array.from({ length: count }, (_, index) => index);
