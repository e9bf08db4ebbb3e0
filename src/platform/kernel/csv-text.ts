/** The values that a cell can have. */
export type CsvCell = string | number | boolean | null;

/**
 * The beginning of a text that a spreadsheet evaluates as a formula, in ASCII and full-width forms. Spreadsheets
 * ignore white space before it.
 */
const FORMULA = /^[\s\u200b\u2060\ufeff\0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]/;
const CONTROL_START = /^[\t\r\n]/;
/**
 * A formula after a character with which another program begins a new cell. Many spreadsheets separate cells with
 * semicolons or tabs. They then ignore quotes that do not begin a cell, so quoting is no protection.
 */
const INNER_FORMULA = /(?=[=+\-@\uff1d\uff0b\uff0d\uff20\u2212])(?<=[;\t\r\n|][\s\u200b\u2060\ufeff\0"]*)/g;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * Returns a table as RFC 4180 text: header row, CRLF after every row, and no text that a spreadsheet evaluates as a
 * formula, whether it separates cells with commas, semicolons or tabs. Sealed records contain this text, so its bytes must not change. Libraries are unsuitable: none quotes the
 * same cells or recognises all of these formulas.
 */
export function csvText(fields: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [fields, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  // No user types a number as text, so its minus sign begins no formula.
  if (typeof cell !== 'string') return String(cell);
  const inner = cell.replace(INNER_FORMULA, "'");
  const safe = FORMULA.test(cell) || CONTROL_START.test(cell) ? `'${inner}` : inner;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
