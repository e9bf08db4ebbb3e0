/** Words that the field writes with a hyphen. */
const HYPHENATED: Readonly<Record<string, string>> = { run_in: 'run-in' };

/** A word of the vocabulary as people read it inside a sentence: `under_review` is `under review`. */
export const plainWord = (word: string): string => HYPHENATED[word] ?? word.replaceAll('_', ' ');
