import type { TextCode } from './cluster-shares.ts';

/** A number in Arabic digits. Readers of PDF files turn it, and what stands beside it, like a word. */
const ARABIC_NUMBER = /^[\u0660-\u0669]/;

/**
 * Divides a text that runs from right to left into words in reading order, each with its glyphs from left to right.
 * Readers of PDF files drop a space before a jump to the left, so spaces go to the first letter of what follows.
 * @param spaces what the text before it left over
 * @param keepsSpaces whether spaces at the end stay with the last letter
 * @returns the words, and the spaces at the end for what follows
 */
export function inReadingOrder(
  glyphs: readonly TextCode[],
  spaces: string,
  keepsSpaces: boolean,
): { words: TextCode[][]; spaces: string } {
  const words: TextCode[][] = [];
  let left = spaces;
  let word: TextCode[] | undefined;
  for (const glyph of glyphs.toReversed()) {
    if (glyph.text.trim() === '') {
      left += glyph.text;
      word = undefined;
      continue;
    }
    if (word === undefined) {
      word = [];
      words.push(word);
    }
    word.unshift({ ...glyph, text: left + glyph.text });
    left = '';
  }
  const last = words.at(-1)?.[0];
  if (!keepsSpaces || last === undefined) return { words, spaces: left };
  last.text += left;
  return { words, spaces: '' };
}

/** Puts spaces before a text that runs from left to right. */
export function after(spaces: string, glyphs: readonly TextCode[]): TextCode[] {
  if (spaces === '') return [...glyphs];
  const isNumber = ARABIC_NUMBER.test(glyphs[0]?.text ?? '');
  const place = isNumber ? glyphs.length - 1 : 0;
  return glyphs.map((glyph, index) => {
    if (index !== place) return glyph;
    return { ...glyph, text: isNumber ? glyph.text + spaces : spaces + glyph.text };
  });
}

/** Readers of PDF files turn each text that runs from right to left: so does what one glyph stands for. */
export const asPlaced = (glyph: TextCode): TextCode => ({
  ...glyph,
  text: [...glyph.text].toReversed().join(''),
});
