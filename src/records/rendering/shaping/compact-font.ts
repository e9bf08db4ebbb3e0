import { type CharString, emptyCharString, NOMINAL_WIDTH, numberBytes } from './char-string.ts';

/** Operators of a dictionary (Adobe technical note 5176, tables 9, 10 and 23). */
const OPERATOR = {
  fontBox: [5],
  charset: [15],
  charStrings: [17],
  private: [18],
  nominalWidth: [21],
  ordering: [12, 30],
  count: [12, 34],
  fonts: [12, 36],
  fontOfGlyph: [12, 37],
} as const;
/** Major and minor version, size of the header, size of offsets. */
const HEADER = [1, 0, 4, 4];
/** The numbers of the first two strings that are not standard ones. */
const OWN_STRINGS = [391, 392];
const NO_SUBROUTINES = [0, 0];

/**
 * Writes a font in the compact form (Adobe technical note 5176). Its characters have the numbers from one, in the order
 * of the glyphs.
 * @param box around all outlines: left, bottom, right, top
 */
export function writeCompactFont(
  name: string,
  glyphs: readonly CharString[],
  box: readonly number[],
): Buffer {
  const charset = [2, ...word(1), ...word(glyphs.length - 1)];
  const fontOfGlyph = [3, ...word(1), ...word(0), 0, ...word(glyphs.length + 1)];
  const charStrings = index([emptyCharString(0), ...glyphs].map(({ bytes }) => bytes));
  const privates = entry(OPERATOR.nominalWidth, NOMINAL_WIDTH);
  const strings = index([Buffer.from('Adobe'), Buffer.from('Identity')]);
  const tablesAt = (start: number) => {
    const charsetAt = start;
    const fontOfGlyphAt = charsetAt + charset.length;
    const charStringsAt = fontOfGlyphAt + fontOfGlyph.length;
    const privatesAt = charStringsAt + charStrings.length;
    return { charsetAt, fontOfGlyphAt, charStringsAt, privatesAt, fontsAt: privatesAt + privates.length };
  };
  const head = (start: number): Buffer => {
    const { charsetAt, fontOfGlyphAt, charStringsAt, fontsAt } = tablesAt(start);
    const top = [
      ...entry(OPERATOR.ordering, ...OWN_STRINGS, 0),
      ...entry(OPERATOR.fontBox, ...box),
      ...entry(OPERATOR.count, glyphs.length + 1),
      ...placeEntry(OPERATOR.charset, charsetAt),
      ...placeEntry(OPERATOR.fontOfGlyph, fontOfGlyphAt),
      ...placeEntry(OPERATOR.charStrings, charStringsAt),
      ...placeEntry(OPERATOR.fonts, fontsAt),
    ];
    const names = index([Buffer.from(name, 'latin1')]);
    return Buffer.from([...HEADER, ...names, ...index([Buffer.from(top)]), ...strings, ...NO_SUBROUTINES]);
  };
  // Places have a fixed size, so the head is as long with any.
  const start = head(0).length;
  const font = [...numberBytes(privates.length), ...placeEntry(OPERATOR.private, tablesAt(start).privatesAt)];
  const tables = [charset, fontOfGlyph, charStrings, privates, index([Buffer.from(font)])];
  return Buffer.concat([head(start), ...tables.map((table) => Buffer.from(table))]);
}

const word = (value: number): number[] => [value >> 8, value & 0xff];

const entry = (operator: readonly number[], ...operands: readonly number[]): number[] => [
  ...operands.flatMap(numberBytes),
  ...operator,
];

/** An entry with the place of a table, which takes five bytes. */
const placeEntry = (operator: readonly number[], place: number): number[] => [
  29,
  ...word(place >> 16),
  ...word(place & 0xffff),
  ...operator,
];

/** Writes a list of byte strings (5176, section 5). */
function index(entries: readonly Uint8Array[]): Buffer {
  const ends = [1];
  for (const { length } of entries) ends.push((ends.at(-1) ?? 1) + length);
  const size = (ends.at(-1) ?? 1) > 0xffff ? 3 : (ends.at(-1) ?? 1) > 0xff ? 2 : 1;
  const head = Buffer.alloc(3 + ends.length * size);
  head.writeUInt16BE(entries.length);
  head.writeUInt8(size, 2);
  for (const [at, end] of ends.entries()) head.writeUIntBE(end, 3 + at * size, size);
  return Buffer.concat([head, ...entries]);
}
