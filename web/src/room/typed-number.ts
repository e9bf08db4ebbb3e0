/** A number as somebody typed it, or what is wrong with it. */
type TypedNumber = { value: number } | { error: string };

const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const UNGROUPED = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)$/;
const GROUPED_BY_COMMAS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const GROUPED_BY_POINTS = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/;

/**
 * Reads a number with the decimal sign that people type, a point or a comma, with or without groups of three digits.
 * `1,234` is twelve hundred to one reader and a little more than one to another. It is an error, because the wrong
 * reading is a thousand times too large. A single point divides a fraction, as in the API.
 */
export function readNumber(text: string): TypedNumber {
  // Spaces, also unbreakable ones, and apostrophes divide groups in some countries.
  const typed = text
    .normalize('NFKC')
    .replaceAll(/[\s'’]/gu, '')
    .replace('−', '-');
  if (AMBIGUOUS.test(typed)) {
    const [whole, fraction] = [typed.replace(',', ''), typed.replace(',', '.')];
    return { error: `This can be read in two ways. Type ${whole} or ${fraction}.` };
  }
  if (UNGROUPED.test(typed)) return { value: Number(typed.replace(',', '.')) };
  if (GROUPED_BY_COMMAS.test(typed)) return { value: Number(typed.replaceAll(',', '')) };
  if (GROUPED_BY_POINTS.test(typed)) {
    return { value: Number(typed.replaceAll('.', '').replace(',', '.')) };
  }
  return { error: 'Type a number, such as 1234.5 or 1234,5.' };
}
