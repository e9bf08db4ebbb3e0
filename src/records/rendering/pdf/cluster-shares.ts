/** A glyph of a text: what it shows, and where it stands on its line. */
export interface PlacedGlyph {
  /** Its number in the font. */
  id: number;
  /** Its place, and how far the pen moves on, in thousandths of the font size. */
  x: number;
  y: number;
  advance: number;
}

/** What a code of the text shows: glyphs in their places relative to the first, and the characters that they stand for. */
export interface TextGlyph extends PlacedGlyph {
  text: string;
  /** How much higher the glyph itself stands. */
  rise: number;
  /** More glyphs that the same code shows. */
  others: readonly PlacedGlyph[];
}

/** A character with the joiners that follow it. No reader of PDF files finds a joiner alone. */
const UNITS = /\P{Cf}\p{Cf}*|\p{Cf}+/gu;
/** What is nearer to the line than this stands on it, in thousandths of the font size. */
const TOLERANCE = 1;
/** Readers of PDF files take a mark for something without a width. */
const MARKS = /^\p{Mn}+$/u;

/**
 * Gives each glyph of a cluster its share of the text, so that the shares make up the text once. A glyph above or below
 * the line, and one that is left without a share, is shown together with the first.
 * @param glyphs from left to right
 * @param text in reading order
 * @param line how high the line stands
 */
export function shareText(
  glyphs: readonly PlacedGlyph[],
  text: string,
  line: number,
  isRightToLeft: boolean,
): TextGlyph[] {
  const units = text.match(UNITS) ?? [text];
  const onLine = glyphs.filter(({ y, advance }) => Math.abs(y - line) < TOLERANCE && advance > 0);
  const able = onLine.length > 0 ? onLine : glyphs.slice(0, 1);
  for (let count = Math.min(able.length, units.length); ; count--) {
    const first = units.length - count + 1;
    const shares = [units.slice(0, first).join(''), ...units.slice(first)];
    if (isRightToLeft) shares.reverse();
    const kept = able.slice(0, count);
    if (count === 1 || shares.every((share) => !MARKS.test(share))) {
      return withOthers(glyphs, kept, shares, line);
    }
  }
}

function withOthers(
  glyphs: readonly PlacedGlyph[],
  kept: readonly PlacedGlyph[],
  shares: readonly string[],
  line: number,
): TextGlyph[] {
  const others = glyphs.filter((glyph) => !kept.includes(glyph));
  const end = Math.max(...glyphs.map(({ x, advance }) => (advance > 0 ? x + advance : -Infinity)));
  return kept.map((glyph, index) => ({
    ...glyph,
    y: line,
    rise: glyph.y - line,
    text: shares[index] ?? '',
    advance: index === kept.length - 1 ? Math.max(glyph.advance, end - glyph.x) : glyph.advance,
    others: index === 0 ? others : [],
  }));
}
