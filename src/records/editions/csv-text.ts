/** What a cell can hold. */
export type CsvCell = string | number | boolean | null;

/** So that Excel reads the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * What makes a spreadsheet take a text for a formula, ASCII and full-width forms; white space before it does
 * not help, as spreadsheets drop it.
 */
const FORMULA = /^[\s\u200b\u2060\ufeff\0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]/;
const CONTROL_START = /^[\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** A table as RFC 4180 text: header row, CRLF, cells that no spreadsheet takes for a formula. */
export function csvText(fields: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return BYTE_ORDER_MARK + [fields, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  // A number is a number, a minus sign included: nobody typed it as text.
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) || CONTROL_START.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
