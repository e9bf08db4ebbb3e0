import { type OnProgress, paced } from '../platform/kernel/progress.ts';
import { numberText } from '../records/wording/amount-text.ts';

const EVERY_MS = 2000;

/**
 * Returns a function that prints how far long work is. The lines go to the error output, because the standard output is
 * for the result.
 * @param what the things that are counted, in the plural
 */
export const printProgress = (what: string): OnProgress =>
  paced(EVERY_MS, (done, of) => console.error(`Read ${numberText(done)} of ${numberText(of)} ${what}.`));
