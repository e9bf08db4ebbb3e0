import type { EditionContent } from '../../editions/edition-content.ts';
import { bodyHeight, type Paper } from '../design/paper.ts';
import type { TextTable } from './table-rows.ts';

/**
 * The places where a new page begins. Typst sets what stands between two such places beside the rest, on another core,
 * so that a report takes about half the time where two cores are free.
 */
export interface PageBreaks {
  documents: boolean;
  activity: boolean;
}

/** A heading of a section at the top of a page, and a heading of columns. */
const SECTION_HEADING = 20.48;
const COLUMN_HEADING = 14.5;

/** Documents, and entries of the log, from which a section fills some pages. */
const LONG_DOCUMENTS = 60;
const LONG_ACTIVITY = 150;
/** A table that is longer is cut into tables of so many pages: again for the sake of the cores. */
const PAGES_OF_A_PART = 4;

export const pageBreaks = ({ documents = [], activity = [] }: EditionContent): PageBreaks => ({
  documents: documents.length >= LONG_DOCUMENTS,
  activity: activity.length >= LONG_ACTIVITY,
});

/** Cuts a long table where its pages end anyway. Rows of unknown height all stay in the last part. */
export function partsOfTable(table: TextTable, paper: Paper): TextTable[] {
  const pageHeight = bodyHeight(paper);
  const parts: TextTable[] = [];
  let start = 0;
  let pages = 0;
  let left = pageHeight - SECTION_HEADING - COLUMN_HEADING;
  for (const [index, { height }] of table.rows.entries()) {
    if (height === null) break;
    if (height > left) {
      pages += 1;
      left = pageHeight - COLUMN_HEADING;
      if (pages % PAGES_OF_A_PART === 0) {
        parts.push({ ...table, rows: table.rows.slice(start, index) });
        start = index;
      }
    }
    left -= height;
  }
  parts.push({ ...table, rows: table.rows.slice(start) });
  return parts;
}
