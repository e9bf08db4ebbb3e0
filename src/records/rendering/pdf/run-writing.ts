import { joinCodes, type PlacedGlyph, shareText, type TextCode } from './cluster-shares.ts';
import { writeTextBlock } from './text-blocks.ts';
import type { TextRun } from './text-runs.ts';
import { after, asPlaced, inReadingOrder } from './word-order.ts';

/** A font of which codes for glyphs can be had. */
export interface GlyphFont {
  /**
   * Returns a glyph that shows and stands for what a code does, with its font if that is another. Undefined if the font
   * has none and takes none.
   */
  glyphFor(code: TextCode): { id: number; advance: number; font?: string } | undefined;
}

/** What is written of a run. */
export type ShownRun = Omit<TextRun, 'blocks' | 'clusters'> & {
  clusters: readonly { glyphs: readonly PlacedGlyph[]; text: string }[];
};

/** How a run is written beside the others of its line. */
export interface Order {
  /** What the run before it left over. */
  spaces: string;
  /** Words are written in reading order, because the line runs from right to left and has texts of both directions. */
  inWords: boolean;
  /** The next run cannot take the spaces at its end. */
  keepsSpaces: boolean;
}

/**
 * Returns the order of a run of a line.
 * @param spaces what the run before it left over
 * @param takesGlyphs whether glyphs can be added to a font
 */
export function orderOf(
  runs: readonly ShownRun[],
  index: number,
  spaces: string,
  takesGlyphs: (font: string) => boolean,
): Order {
  const [before, run, next] = [runs[index - 1], runs[index], runs[index + 1]];
  const leadsLeft = run?.leadsLeft ?? false;
  return {
    spaces,
    inWords: run?.isRightToLeft === true && (leadsLeft || before?.leadsLeft === true),
    keepsSpaces: !leadsLeft || !next || !takesGlyphs(next.font),
  };
}

/** Writes a run so that each code stands for its part of the text. Undefined: its font takes no glyphs, and needs some. */
export function writeRun(
  run: ShownRun,
  font: GlyphFont,
  { spaces, inWords, keepsSpaces }: Order,
): { text: string; spaces: string } | undefined {
  const { isRightToLeft } = run;
  const height = lineHeight(run);
  const codes = joinCodes(
    run.clusters.flatMap(({ glyphs, text }) => shareText(glyphs, text, height, isRightToLeft)),
  );
  const ordered = inWords
    ? inReadingOrder(codes, spaces, keepsSpaces)
    : { words: [after(spaces, codes)], spaces: '' };
  const strings = ordered.words.map((word) => ({
    isRightToLeft,
    glyphs: word.flatMap((code) => {
      const glyph = font.glyphFor(isRightToLeft ? asPlaced(code) : code);
      return glyph === undefined ? [] : { ...glyph, x: code.x, y: code.y };
    }),
  }));
  const isWhole = strings.every(({ glyphs }, index) => glyphs.length === ordered.words[index]?.length);
  return isWhole ? { text: writeTextBlock(run, strings), spaces: ordered.spaces } : undefined;
}

/** How high the line of a text stands: its letters stand on it, its marks may not. */
const lineHeight = ({ clusters }: ShownRun): number =>
  clusters.flatMap(({ glyphs }) => glyphs).find(({ advance }) => advance > 0)?.y ?? 0;
