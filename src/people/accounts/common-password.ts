import { COMMON_WORDS } from './common-words.ts';

/** Characters that are written for letters. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b' },
  ...{ '@': 'a', $: 's', '!': 'i', '|': 'l', '+': 't', '€': 'e' },
};
/** Neighbours on a keyboard or in an order, and the columns of a keyboard. */
const ROWS = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop'],
  ...[
    'qwertzuiop',
    'yxcvbnm',
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
    'zaq1xsw2cde3vfr4bgt5',
    '1q2w3e4r5t6y7u8i9o0p',
  ],
  ...[
    'qazwsxedcrfvtgbyhnujm',
    '!@#$%^&*()',
    '00112233445566778899',
    '01020304050607080900',
    'йцукенгшщзхъ',
    'фывапролджэ',
    'ячсмитьбю',
  ],
];
const LEAST_RUN = 3;
/** The characters beside words and sequences that a password needs. */
const LEAST_OWN = 4;
/** A phrase of so many words is not in a list of common passwords. */
const MOST_WORDS = 3;
const LEAST_LENGTH = 12;
/** Shorter numbers are dates, telephone numbers and the like. */
const LEAST_LENGTH_OF_NUMBERS = 20;
/** Texts that are longer cannot be tested word by word at acceptable cost, and are not common. */
const MOST_LENGTH = 64;

const SEQUENCES = new Set(
  ROWS.flatMap((row) => [row, [...row].reverse().join('')]).flatMap((row) =>
    Array.from({ length: row.length - LEAST_RUN + 1 }, (_, at) => row.slice(at, at + LEAST_RUN)),
  ),
);

/**
 * Returns whether a password is one that lists of common passwords contain or that attackers derive from them: common
 * words or parts of the email address, spelled with digits or not, with sequences, years and repetitions around them.
 */
export function isCommonPassword(password: string, email: string): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  if (text.length > MOST_LENGTH) return isRepeated(text);
  const own = email.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length >= 4);
  const words = [...COMMON_WORDS, ...own].toSorted((a, b) => b.length - a.length);
  const spelled = [...text].map((character) => LOOKALIKES[character] ?? character).join('');
  if (/^\d+$/.test(text) && text.length < LEAST_LENGTH_OF_NUMBERS) return true;
  return isRepeated(text) || [text, spelled].some((form) => isMadeOf(words, form, text));
}

/** Returns whether a text repeats a unit that would be too short by itself. */
function isRepeated(text: string): boolean {
  for (let period = 1; period < LEAST_LENGTH && period <= text.length / 2; period += 1) {
    if (text.startsWith(text.slice(period))) return true;
  }
  return false;
}

/** @param form the password with letters for the characters that are written for them @param text as it was typed */
function isMadeOf(words: readonly string[], form: string, text: string): boolean {
  const found = coverWords(words, form);
  if (found.count > MOST_WORDS) return false;
  const covered = coverSequences(text, found.covered);
  return (
    [...text].filter((character, at) => !covered[at] && /[\p{L}\p{N}]/u.test(character)).length < LEAST_OWN
  );
}

/** Marks the characters of common words, the longest words first. The length of form and text is the same. */
function coverWords(words: readonly string[], form: string): { covered: boolean[]; count: number } {
  const covered = Array.from(form, () => false);
  let rest = form;
  let count = 0;
  for (const word of words) {
    for (let at = rest.indexOf(word); at >= 0; at = rest.indexOf(word)) {
      covered.fill(true, at, at + word.length);
      rest = rest.slice(0, at) + '\0'.repeat(word.length) + rest.slice(at + word.length);
      count += 1;
    }
  }
  return { covered, count };
}

/** Marks the characters of sequences such as "123" and "qwe", of repetitions such as "aaa", and of years. */
function coverSequences(text: string, covered: boolean[]): boolean[] {
  const all = [...covered];
  for (let at = 0; at + LEAST_RUN <= text.length; at += 1) {
    const part = text.slice(at, at + LEAST_RUN);
    if (SEQUENCES.has(part) || new Set(part).size === 1) all.fill(true, at, at + LEAST_RUN);
  }
  for (const { index } of text.matchAll(/(?<!\d)(?:19|20)\d\d(?!\d)/g)) all.fill(true, index, index + 4);
  return all;
}
