import type { FileCount } from './file-count.ts';

/** Files that a clean-up would remove. */
export interface Removal extends FileCount {
  /** All files of this kind, with those to remove. */
  of: number;
  /** The files of this kind that something refers to. */
  needed: number;
}

/**
 * Returns whether a removal must not happen without a person: it would remove more than half of all files, or files of
 * which none is needed. Then it is more probable that the database is the wrong one than that the files are unused.
 * @param confirmed the number of files that a person has confirmed
 */
export const isHeldBack = ({ items, of, needed }: Removal, confirmed: number): boolean =>
  items > confirmed && (2 * items > of || needed === 0);
