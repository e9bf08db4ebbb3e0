/** A rectangle on a page, in PDF points with the origin at the lower left corner; pages count from zero. */
export interface PageBox {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The place on page one that the report keeps empty, so that the seal can say there whose record this is
 * without touching the edition below. `renderStamp` draws a page of exactly this size.
 */
export const STAMP_BOX: PageBox = { page: 0, x: 51, y: 68, width: 493, height: 84 };
