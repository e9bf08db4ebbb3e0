/** A glyph of a text: what it shows, and where it stands on its line. */
export interface PlacedGlyph {
  /** Its number in the font. */
  id: number;
  /** Its place, and how far the pen moves on, in thousandths of the font size. */
  x: number;
  y: number;
  advance: number;
}

/** A code of the text: where it stands, the glyphs that it shows, and the characters that it stands for. */
export interface TextCode {
  /** Its place, and how far the pen moves on, in thousandths of the font size. */
  x: number;
  y: number;
  advance: number;
  text: string;
  glyphs: readonly PlacedGlyph[];
}

/** A character with the joiners that follow it. No reader of PDF files finds a joiner alone. */
const UNITS = /\P{Cf}\p{Cf}*|\p{Cf}+/gu;
/** What is nearer to the line than this stands on it, in thousandths of the font size. */
const TOLERANCE = 1;
/** Programs take such a gap for a space, in thousandths of the font size. */
const GAP = { min: 90, max: 300 };
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
): TextCode[] {
  const [only] = glyphs;
  if (only && glyphs.length === 1) return [{ ...only, y: line, text, glyphs }];
  const units = text.match(UNITS) ?? [text];
  const onLine = glyphs.filter(({ y, advance }) => Math.abs(y - line) < TOLERANCE && advance > 0);
  const widest = glyphs.toSorted((one, other) => other.advance - one.advance).slice(0, 1);
  const able = onLine.length > 0 ? onLine : widest;
  for (let count = Math.min(able.length, units.length); ; count--) {
    const first = units.length - count + 1;
    const shares = [units.slice(0, first).join(''), ...units.slice(first)];
    if (isRightToLeft) shares.reverse();
    if (count === 1 || shares.every((share) => !MARKS.test(share))) {
      return codesOf(glyphs, able.slice(0, count), shares, line);
    }
  }
}

function codesOf(
  glyphs: readonly PlacedGlyph[],
  kept: readonly PlacedGlyph[],
  shares: readonly string[],
  line: number,
): TextCode[] {
  const others = glyphs.filter((glyph) => !kept.includes(glyph));
  const end = Math.max(...glyphs.map(({ x, advance }) => (advance > 0 ? x + advance : -Infinity)));
  return kept.map((glyph, index) => ({
    x: glyph.x,
    y: line,
    advance: index === kept.length - 1 ? Math.max(glyph.advance, end - glyph.x) : glyph.advance,
    text: shares[index] ?? '',
    glyphs: index === 0 ? [glyph, ...others] : [glyph],
  }));
}

/**
 * Lets the codes of a text follow each other. What stands below a letter begins where the letter ends, and letters
 * reach to the next one, which what stands below them can keep off.
 */
export function joinCodes(codes: readonly TextCode[]): TextCode[] {
  const joined: TextCode[] = [];
  for (const [index, code] of codes.entries()) {
    const last = joined.at(-1);
    const next = codes[index + 1];
    const x = code.advance === 0 && last ? last.x + last.advance : code.x;
    const gap = next && next.advance > 0 && isLetter(code) && isLetter(next) ? next.x - x - code.advance : 0;
    const advance = gap > GAP.min && gap < GAP.max ? code.advance + gap : code.advance;
    joined.push(x === code.x && advance === code.advance ? code : { ...code, x, advance });
  }
  return joined;
}

const isLetter = ({ text }: TextCode): boolean => text.trim() !== '';
