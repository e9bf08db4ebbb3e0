/** A letter of a script that runs from right to left. */
export const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** The first letter that has a direction (rule P2 of the Unicode Bidirectional Algorithm, UAX 9). */
const FIRST_LETTER = /[\p{L}\u200e\u200f\u061c]/u;
const RIGHT_TO_LEFT_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\u200f\u061c]/u;

/** What a person is quoted with, and words of right-to-left scripts with what stands between them. */
const ANOTHER_DIRECTION =
  /(?<=“)[^”]+(?=”)|[\p{scx=Arab}\p{scx=Hebr}](?:[\s\d._/&'’\u00ad\u200b-\u200f-]*[\p{scx=Arab}\p{scx=Hebr}])*/gu;

/** A part of a sentence with a direction of its own. */
export interface DirectedPart {
  dir: 'ltr' | 'rtl';
  text: string;
}

/** Returns whether a paragraph runs from right to left, which its first letter decides. */
export function isRightToLeft(paragraph: string): boolean {
  const [letter] = FIRST_LETTER.exec(paragraph) ?? [];
  return letter !== undefined && RIGHT_TO_LEFT_LETTER.test(letter);
}

/**
 * Divides a sentence that runs from left to right, and that names things or quotes people. A name or a quotation in a
 * right-to-left script has to be isolated: it would reorder the punctuation and the numbers around it.
 */
export function partsByDirection(sentence: string): (string | DirectedPart)[] {
  if (!RIGHT_TO_LEFT.test(sentence)) return [sentence];
  const parts: (string | DirectedPart)[] = [];
  let end = 0;
  for (const { 0: text, index } of sentence.matchAll(ANOTHER_DIRECTION)) {
    if (!RIGHT_TO_LEFT.test(text)) continue;
    if (index > end) parts.push(sentence.slice(end, index));
    parts.push({ dir: isRightToLeft(text) ? 'rtl' : 'ltr', text });
    end = index + text.length;
  }
  if (end < sentence.length) parts.push(sentence.slice(end));
  return parts;
}
