/**
 * Characters that nobody sees, and that make one name look like another or run backwards: overrides and isolates of
 * the direction, spaces without width, fillers, tags. A pattern, for a class of characters.
 */
const DECEPTIVE =
  '\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}';
/** Characters without a glyph of their own that some scripts need. */
const SELDOM_NEEDED = '\\u00ad\\u061c\\u200c-\\u200f\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}';

/** The Greek letters that look like Latin ones. */
const GREEK = 'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ';
const NOT_LATIN = `[\\p{Script=Cyrillic}${GREEK}]`;
/** A Latin letter beside a Cyrillic or Greek one, as in a word in which one letter was replaced. */
const MIXED = `\\p{Script=Latin}\\p{M}*${NOT_LATIN}|${NOT_LATIN}\\p{M}*\\p{Script=Latin}`;

/**
 * The pattern of a name in one line: it has something to read, and nothing that makes it look like another name.
 * It needs the flag `u`.
 */
export const NAME_PATTERN = `^(?=.*[\\p{L}\\p{N}\\p{P}\\p{S}])(?!.*(?:${MIXED}))[^\\p{Cc}\\p{Cs}${DECEPTIVE}]*$`;

const NAME = new RegExp(NAME_PATTERN, 'u');
const INVISIBLE = new RegExp(`[\\p{Cf}${DECEPTIVE}${SELDOM_NEEDED}]`, 'u');
/** Joiners after a letter of a script that joins letters, and the parts of an emoji. */
const NEEDED =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}])[\u200c\u200d]|(?<=\p{Script=Han})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/** Returns whether a text can be a name in one line that looks like no other one. */
export const isName = (text: string): boolean => NAME.test(text);

/** Returns whether a text has something to read in it. */
export const isReadable = (text: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(withoutInvisible(text));

/** Returns whether a text contains characters that nobody sees, and that its script does not need. */
export const hasInvisible = (text: string): boolean => INVISIBLE.test(text.replace(NEEDED, ''));

/** Removes the characters that nobody sees, and that the script does not need. */
export const withoutInvisible = (text: string): string => {
  const kept = text.matchAll(NEEDED);
  const needed = new Set([...kept].map(({ index }) => index));
  return text.replace(new RegExp(INVISIBLE, 'gu'), (character, index: number) =>
    needed.has(index) ? character : '',
  );
};
