import { RIGHT_TO_LEFT } from '../../platform/kernel/text-direction.ts';

/**
 * Characters that a reader cannot see: control and format characters, direction marks, fillers, private characters and
 * unpaired surrogates.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Format characters that hide and reorder nothing: joiners, places to break a line, soft hyphens, selectors of a glyph. */
export const HARMLESS =
  /\u034f|[\u00ad\u200b\u200c\u2060-\u2064]|\u200d|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/u;
/** Format characters that have a glyph: signs of Arabic that span numbers and verses. */
const DRAWN = /[\u0600-\u0605\u06dd\u08e2]/;
/** Marks that act as a letter that nobody sees. They belong to texts in the scripts of which such letters are. */
const DIRECTION_MARK = /[\u061c\u200e\u200f]/;
const BYTE_ORDER_MARK = '\ufeff';
/** Texts of only these characters need no check of each letter: every one is a letter of its own. */
const ORDINARY = /^[[\p{L}\p{N}\p{P}\p{S}\p{Zs}]--[\p{Default_Ignorable_Code_Point}\u2800]]*$/v;
const TAB = '    ';

/** Marks belong to the letter before them, and so do the parts of a picture that joiners join. */
const MARK = /\p{M}/u;
const JOINER = '\u200d';
const PICTURE = /\p{Extended_Pictographic}/u;

/**
 * Replaces all characters that cannot be printed, or that would reorder or hide the characters around them, by their
 * numbers, such as `[U+202E]`. Line breaks stay, as line feeds. Format characters that are harmless stay as they are.
 * @param isPrintable whether a letter with its marks can be printed
 */
export function makeVisible(text: string, isPrintable: (letter: string) => boolean): string {
  if (ORDINARY.test(text) && [...text].every(isPrintable)) return text;
  const mayBeMarked = RIGHT_TO_LEFT.test(text);
  let result = '';
  let letter = '';
  for (const character of text.replace(/\r\n?|\u2028|\u2029/g, '\n')) {
    if (HARMLESS.test(character) || (mayBeMarked && DIRECTION_MARK.test(character))) {
      letter += character;
      result += character;
      continue;
    }
    const base = continuesLetter(letter, character) ? letter : '';
    const form = visibleForm(character, base, isPrintable);
    letter = form === character ? base + character : form.slice(-1);
    result += form;
  }
  return result;
}

const continuesLetter = (letter: string, character: string): boolean =>
  letter !== '' && (MARK.test(character) || (letter.endsWith(JOINER) && PICTURE.test(character)));

function visibleForm(character: string, base: string, isPrintable: (letter: string) => boolean): string {
  if (character === '\n') return character;
  if (character === '\t') return TAB;
  if (character === BYTE_ORDER_MARK) return '';
  const isSeen = !INVISIBLE.test(character) || DRAWN.test(character);
  if (isSeen && isPrintable(base + character)) return character;
  const codePoint = character.codePointAt(0) ?? 0;
  return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
}
