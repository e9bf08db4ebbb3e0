/** The words that the trade writes otherwise. */
const TRADE: Record<string, string> = {
  run_in: 'run-in',
  before_operation: 'before the operation',
  med: 'medium',
  poac: 'POAC',
  sts_provider: 'STS provider',
};

/** Returns a word of the API as it is inside a sentence: `on_hold` becomes "on hold". */
export const plainWord = (word: string): string => TRADE[word] ?? word.replaceAll('_', ' ');

/** Returns a word of the API as a label: `on_hold` becomes "On hold". */
export function sentenceCase(word: string): string {
  const text = plainWord(word);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
