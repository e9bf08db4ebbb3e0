/**
 * The rule by which a text matches what a person typed: every typed word occurs in it, in any order. Case, accents,
 * invisible characters and the style of quotes and dashes make no difference. The server, both database engines
 * (`platform/db/search-condition.ts`) and the browser apply this rule, so that each finds the same.
 */

/**
 * A character that a search passes over: an accent or vowel point of Latin, Greek, Cyrillic, Hebrew or Arabic, the
 * Arabic elongation, or a character that nobody sees. It is a class in the common language of the regular expressions
 * of JavaScript and PostgreSQL. Vowel signs of other scripts are letters to their readers, so they stay.
 */
export const PASSED_OVER =
  '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u180b-\u180e\u1ab0-\u1ace\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+';

/** What Unicode does not decompose, by what people type for it. The keys of two letters come first. */
const SPELLINGS = new Map([
  ['ss', 'ßẞ'],
  ['ae', 'æÆ'],
  ['oe', 'œŒ'],
  ['th', 'þÞ'],
  ['d', 'đĐðÐ'],
  ['h', 'ħĦ'],
  ['i', 'ı'],
  ['l', 'łŁ'],
  ['o', 'øØ'],
  ['t', 'ŧŦ'],
  ['σ', 'ς'],
  ["'", '‘’‚‛ʻʼ`′'],
  ['"', '“”„‟«»″'],
  ['-', '‐‒–—―−'],
]);

const BY_SPELLING = new Map(
  [...SPELLINGS].flatMap(([plain, others]) => [...others].map((other) => [other, plain])),
);
const PASSED_OVER_ANYWHERE = new RegExp(PASSED_OVER, 'gu');
const SYNTAX = /[\\^$.*+?()[\]{}|/]/u;

/** Returns the form of a text that patterns apply to. `matchesTyped` says the same in SQL. */
const searchedForm = (text: string): string => text.normalize('NFKD').replaceAll(PASSED_OVER_ANYWHERE, '');

/**
 * Returns one regular expression for each word that a person typed. A text matches if its form matches
 * all of them. They use what the expressions of JavaScript and PostgreSQL have in common, and repeat nothing.
 */
export const searchPatterns = (typed: string): string[] =>
  searchedForm(typed)
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => spelled(word).map(pattern).join(''));

/** Tells whether a text matches what a person typed. If nothing was typed, every text matches. */
export function matchesSearch(text: string, typed: string): boolean {
  const searched = searchedForm(text);
  return searchPatterns(typed).every((source) => new RegExp(source, 'u').test(searched));
}

/** Divides a word into letters, and into pairs of letters that stand for one. */
function spelled(word: string): string[] {
  const letters = [...word].flatMap((letter) => [...(BY_SPELLING.get(letter) ?? letter.toLowerCase())]);
  const parts: string[] = [];
  for (let at = 0; at < letters.length; at += 1) {
    const pair = `${letters[at]}${letters[at + 1]}`;
    if (SPELLINGS.has(pair)) at += 1;
    parts.push(SPELLINGS.has(pair) ? pair : `${letters[at]}`);
  }
  return parts;
}

const pattern = (part: string): string => {
  const others = SPELLINGS.get(part) ?? '';
  const letters = [...part];
  if (letters.length > 1) return `(${letters.map((letter) => anyCase(letter, '')).join('')}|[${others}])`;
  return anyCase(part, others);
};

function anyCase(letter: string, others: string): string {
  const upper = letter.toUpperCase();
  const cases =
    [...upper].length === 1 && upper !== letter ? `${letter}${upper}${others}` : `${letter}${others}`;
  return [...cases].length === 1 ? literally(letter) : `[${[...cases].map(literally).join('')}]`;
}

const literally = (letter: string): string => (SYNTAX.test(letter) ? `\\${letter}` : letter);
