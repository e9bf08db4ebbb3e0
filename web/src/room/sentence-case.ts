/** The words that the trade writes otherwise. */
const TRADE: Record<string, string> = {
  run_in: 'Run-in',
  before_operation: 'Before the operation',
  med: 'Medium',
};

/** Returns a word of the API as a label: `on_hold` becomes "On hold". */
export const sentenceCase = (word: string): string =>
  TRADE[word] ?? word.charAt(0).toUpperCase() + word.slice(1).replaceAll('_', ' ');
