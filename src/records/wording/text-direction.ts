/** A letter of a script that runs from right to left. */
export const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** The first letter that has a direction (rule P2 of the Unicode Bidirectional Algorithm, UAX 9). */
const FIRST_LETTER = /[\p{L}\u200e\u200f\u061c]/u;
const RIGHT_TO_LEFT_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\u200f\u061c]/u;

/** Returns whether a paragraph runs from right to left, which its first letter decides. */
export function isRightToLeft(paragraph: string): boolean {
  const [letter] = FIRST_LETTER.exec(paragraph) ?? [];
  return letter !== undefined && RIGHT_TO_LEFT_LETTER.test(letter);
}
