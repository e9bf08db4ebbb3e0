/** A word of the vocabulary as people read it inside a sentence: `under_review` is `under review`. */
export const plainWord = (word: string): string => word.replaceAll('_', ' ');
