import { BOTTOM_MARGIN, type Paper, sideMargin, TEXT_WIDTH } from './paper.ts';

/** A rectangle on a page, in PDF points with the origin at the lower left corner; pages count from zero. */
export interface PageBox {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export const STAMP_SIZE = { width: TEXT_WIDTH, height: 84 } as const;

/**
 * Returns the box on page one that the report leaves empty for the stamp of the seal, so that the seal does not change
 * the edition below.
 */
export const stampBoxOn = (paper: Paper): PageBox => ({
  page: 0,
  x: sideMargin(paper),
  y: BOTTOM_MARGIN,
  ...STAMP_SIZE,
});
