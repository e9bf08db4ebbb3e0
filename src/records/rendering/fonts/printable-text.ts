import { RIGHT_TO_LEFT } from '../../../platform/kernel/text-direction.ts';
import { HARMLESS, makeVisible } from '../../wording/visible-text.ts';
import { type AdvanceOf, createAdvances } from './advances.ts';
import { directParagraph, isolateEachLine, isolateNames, RIGHT_TO_LEFT_FONTS } from './direction.ts';
import { type FontFamily, familiesFor, fontOf, loadFontFamilies } from './fonts.ts';
import { wrapLine } from './wrapped-lines.ts';

/** A place for text: its width and font size in points, and whether it is set in the strong weight. */
export interface TextPlace {
  width: number;
  size: number;
  strong?: boolean;
}

/** Makes texts of people safe to set, and breaks them into lines that surely fit. */
export interface TextSetter {
  /** The text on one line: what cannot be printed is marked, line breaks become spaces. */
  oneLine(text: string): string;
  /** The same for a line that is printed as it is: what runs in another direction is marked. */
  wholeLine(text: string): string;
  /**
   * The text in lines that fit their place. Breaking them here rather than in Typst tells how high a row is
   * before it is set, which halves the time that a table takes; and no word is too long for its place.
   */
  lines(text: string, place: TextPlace): string[];
  /** The same for a text that a person wrote: each of its paragraphs runs in its own direction. */
  paragraphs(text: string, place: TextPlace): string[];
  /** How wide a text is at most, in points. */
  width(text: string, size: number, strong?: boolean): number;
  /** The names of the font families that a document with this text needs, the first that has a character wins. */
  families(text: string): readonly string[];
}

/** Kerning and tabular figures can make a line wider than the sum of its characters says. */
const SAFETY = 1.03;
/** The width of a character whose width is unknown. No common character is wider. */
const WIDEST = 1000;
/** Most texts: nothing in them can need a marker. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Reads the fonts once, which takes some milliseconds. */
export function createTextSetter(): TextSetter {
  const fonts = { regular: loadFontFamilies('regular'), strong: loadFontFamilies('strong') };
  const regular = createAdvances(fonts.regular);
  const strong = createAdvances(fonts.strong);
  const isPrintable = (letter: string): boolean => {
    const codePoint = letter.codePointAt(0) ?? 0;
    if (letter.length === (codePoint > 0xffff ? 2 : 1)) {
      return regular(codePoint) !== undefined && strong(codePoint) !== undefined;
    }
    return fontOf(letter, fonts.regular) !== undefined && fontOf(letter, fonts.strong) !== undefined;
  };
  const visible = (text: string): string => (PLAIN.test(text) ? text : makeVisible(text, isPrintable));
  const oneLine = (text: string): string => visible(text).replace(/\s*\n\s*/g, ' ');
  const advanceIn = (text: string, isStrong: boolean): AdvanceOf => {
    const advance = isStrong ? strong : regular;
    return RIGHT_TO_LEFT.test(text) ? widest(advance, fonts[isStrong ? 'strong' : 'regular']) : advance;
  };
  const width = (text: string, size: number, isStrong = false): number =>
    (sum(text, advanceIn(text, isStrong)) * size * SAFETY) / 1000;
  const wrap = (text: string, place: TextPlace): string[] => {
    const advance = advanceIn(text, place.strong ?? false);
    const measure = (part: string): number => (sum(part, advance) * place.size * SAFETY) / 1000;
    if (
      text.length * place.size * 0.3 < place.width &&
      !text.includes('\n') &&
      measure(text) <= place.width
    ) {
      return [text];
    }
    return text.split('\n').flatMap((line) => wrapLine(line, place.width, measure));
  };

  return {
    width,
    families: (text) => familiesFor(text, fonts.regular, visible),
    oneLine,
    wholeLine: (text) => isolateNames(oneLine(text)),
    lines: (text, place) => isolateEachLine(wrap(isolateNames(visible(text)), place)),
    paragraphs: (text, place) =>
      visible(text)
        .split('\n')
        .flatMap((paragraph) => directParagraph(paragraph, (text) => wrap(text, place))),
  };
}

/** The font of a right-to-left text is used for all of it: what it has of other scripts may be wider than usual. */
const widest =
  (advance: AdvanceOf, fonts: readonly FontFamily[]): AdvanceOf =>
  (codePoint) => {
    const usual = advance(codePoint);
    if (usual === undefined) return undefined;
    const others = fonts.filter(({ name }) => RIGHT_TO_LEFT_FONTS.includes(name));
    return Math.max(usual, ...others.map((font) => font.advance(codePoint) ?? 0));
  };

function sum(text: string, advance: AdvanceOf): number {
  let total = 0;
  for (let index = 0; index < text.length; index++) {
    const codePoint = text.codePointAt(index) ?? 0;
    if (codePoint > 0xffff) index += 1;
    total += advance(codePoint) ?? (HARMLESS.test(String.fromCodePoint(codePoint)) ? 0 : WIDEST);
  }
  return total;
}
