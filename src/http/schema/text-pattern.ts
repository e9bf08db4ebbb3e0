import { NAME_PATTERN } from '../../platform/kernel/name-text.ts';

/** The pattern of a text, and the message for a text that does not match. */
interface TextPattern {
  pattern: string;
  refusal: string;
}

/** Unpaired surrogates are refused too. */
export const ONE_LINE: TextPattern = {
  pattern: '^[^\\p{Cc}\\p{Cs}]*$',
  refusal: 'must be one line of text, without line breaks and other control characters',
};

export const NAME: TextPattern = {
  pattern: NAME_PATTERN,
  refusal:
    'must be one line of text with something to read in it, without control characters, invisible characters, and words that mix alphabets',
};

/** Tabs and line breaks are the only control characters. */
export const SEVERAL_LINES: TextPattern = {
  pattern: '^(?:[\\t\\n\\r]|[^\\p{Cc}\\p{Cs}])*$',
  refusal: 'must be text without control characters other than tabs and line breaks',
};

/** The years that the API accepts in instants. */
export const USUAL_CENTURY: TextPattern = {
  pattern: '^(19|20|21)',
  refusal: 'must be in the years 1900 to 2199',
};

export const TYPE_CODE: TextPattern = {
  pattern: '^[a-z0-9][a-z0-9_-]{0,49}$',
  refusal: 'must have 1 to 50 small letters, digits, hyphens and underscores, the first a letter or digit',
};

const REFUSALS = new Map(
  [ONE_LINE, NAME, SEVERAL_LINES, USUAL_CENTURY, TYPE_CODE].map(({ pattern, refusal }) => [pattern, refusal]),
);

/** Returns the message for a text that does not match a pattern, or `undefined` for an unknown pattern. */
export const refusalOf = (pattern: unknown): string | undefined => REFUSALS.get(String(pattern));
