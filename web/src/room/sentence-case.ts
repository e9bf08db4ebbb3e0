/** Returns a word of the API as a label: `on_hold` becomes "On hold". */
export const sentenceCase = (word: string): string =>
  word.charAt(0).toUpperCase() + word.slice(1).replaceAll('_', ' ');
