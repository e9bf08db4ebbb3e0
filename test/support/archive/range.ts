/** Rows that are made, counted from 0. The end does not belong to them. */
export interface Range {
  from: number;
  to: number;
}
