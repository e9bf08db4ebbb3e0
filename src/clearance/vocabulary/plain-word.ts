/** Words that the field writes with a hyphen or in capitals. */
const TRADE: Readonly<Record<string, string>> = {
  run_in: 'run-in',
  poac: 'POAC',
  sts_provider: 'STS provider',
};

/** A word of the vocabulary as people read it inside a sentence: `under_review` is `under review`. */
export const plainWord = (word: string): string => TRADE[word] ?? word.replaceAll('_', ' ');
