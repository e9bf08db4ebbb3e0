/** What a text must look like, and what one is told that does not. */
interface TextPattern {
  pattern: string;
  refusal: string;
}

/** Characters are refused as halves of surrogate pairs, too. */
export const ONE_LINE: TextPattern = {
  pattern: '^[^\\p{Cc}\\p{Cs}]*$',
  refusal: 'must be one line of text, without line breaks and other control characters',
};

export const NAME: TextPattern = {
  pattern: '^(?=.*\\S)[^\\p{Cc}\\p{Cs}]*$',
  refusal: 'must be one line of text with something to read in it, without control characters',
};

/** Tabs and line breaks are its only control characters. */
export const SEVERAL_LINES: TextPattern = {
  pattern: '^(?:[\\t\\n\\r]|[^\\p{Cc}\\p{Cs}])*$',
  refusal: 'must be text without control characters other than tabs and line breaks',
};

/** Centuries that the database and people can use. */
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

/** What a text is told that a pattern refused; nothing for a pattern that is not one of these. */
export const refusalOf = (pattern: unknown): string | undefined => REFUSALS.get(String(pattern));
