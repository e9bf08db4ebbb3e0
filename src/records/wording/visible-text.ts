/** Control characters, direction marks, private characters and unpaired surrogates, which a reader cannot see. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;
/** Joiners join or separate letters in some scripts. Elsewhere they have no effect. */
const JOINER = /[\u200c\u200d]/;
const JOINING_LETTER = /\p{Script=Arabic}/u;
/** Variation selectors only select a glyph of the preceding character. */
const VARIATION_SELECTOR = /[\ufe00-\ufe0f]/;
/** Texts of only these characters need no check of each character. */
const ORDINARY = /^[[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]--[\ufe00-\ufe0f]]*$/v;
const TAB = '    ';

/**
 * Replaces all characters that cannot be printed, or that would reorder or hide the characters around them, by their
 * numbers, such as `[U+202E]`. Line breaks stay, as line feeds.
 */
export function makeVisible(text: string, isPrintable: (codePoint: number) => boolean): string {
  if (ORDINARY.test(text) && everyCharacter(text, isPrintable)) return text;
  let result = '';
  let previous = '';
  for (const character of text.replace(/\r\n?|\u2028|\u2029/g, '\n')) {
    result += visibleForm(character, previous, isPrintable);
    previous = character;
  }
  return result;
}

function everyCharacter(text: string, matches: (codePoint: number) => boolean): boolean {
  for (const character of text) if (!matches(character.codePointAt(0) ?? 0)) return false;
  return true;
}

function visibleForm(
  character: string,
  previous: string,
  isPrintable: (codePoint: number) => boolean,
): string {
  if (character === '\n') return character;
  if (character === '\t') return TAB;
  if (VARIATION_SELECTOR.test(character)) return '';
  if (JOINER.test(character) && JOINING_LETTER.test(previous)) return character;
  const codePoint = character.codePointAt(0) ?? 0;
  if (!INVISIBLE.test(character) && isPrintable(codePoint)) return character;
  return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
}
