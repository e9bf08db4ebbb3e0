import type { DocumentGroup } from './document-groups.ts';
import type { OperationFacts, ShipTable } from './operation-facts.ts';
import { STAMP_BOX } from './stamp-box.ts';
import type { TextTable } from './table-rows.ts';

/**
 * Where a new page begins. Typst sets what stands between two such places beside the rest, on another core,
 * so that a report takes about half the time where two cores are free.
 */
export interface PageBreaks {
  parties: boolean;
  documents: boolean;
  approvals: boolean;
  activity: boolean;
}

/** A4, less the margins of the template. */
const BODY_HEIGHT = 841.89 - 58 - STAMP_BOX.y;
/** A heading of a section at the top of a page, and a heading of columns. */
const SECTION_HEADING = 20.48;
const COLUMN_HEADING = 14.5;
/** A heading of a section below other things, and the larger heading of a table of ships. */
const LOWER_HEADING = 42.5;
const SHIP_HEADING = 17;
const SHIP_GAP = 14;
const LINE = 11;

/** Documents, and entries of the log, from which a section fills about a page. */
const MANY_DOCUMENTS = 10;
const LONG_DOCUMENTS = 16;
const LONG_ACTIVITY = 60;
/** A table that is longer is cut into tables of so many pages: again for the sake of the cores. */
const PAGES_OF_A_PART = 4;

interface Measured {
  operation: OperationFacts;
  ships: ShipTable[];
  parties: TextTable;
  documents: DocumentGroup[] | null;
  activity: TextTable | null;
}

export function pageBreaks({ operation, ships, parties, documents, activity }: Measured): PageBreaks {
  const documentCount = documents?.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0;
  const breaksActivity = (activity?.rows.length ?? 0) >= LONG_ACTIVITY;
  const breaksParties = !fitsOnePage(operation, ships, parties);
  return {
    parties: breaksParties,
    documents: documentCount >= LONG_DOCUMENTS && !breaksParties,
    approvals: documentCount >= MANY_DOCUMENTS && !breaksActivity,
    activity: breaksActivity,
  };
}

function fitsOnePage(operation: OperationFacts, ships: ShipTable[], parties: TextTable): boolean {
  const description = operation.description?.split('\n').length ?? -1;
  const heights = [
    SECTION_HEADING + heightOf(operation.table) + (description + 1) * 2 * LINE,
    LOWER_HEADING,
    ...ships.map(({ table }) => SHIP_HEADING + heightOf(table) + SHIP_GAP),
    LOWER_HEADING + COLUMN_HEADING + heightOf(parties),
  ];
  return heights.reduce((sum, height) => sum + height) <= BODY_HEIGHT;
}

const heightOf = ({ rows }: TextTable): number =>
  rows.reduce((sum, { height }) => sum + (height ?? BODY_HEIGHT), 0);

/** Cuts a long table where its pages end anyway. Rows of unknown height all stay in the last part. */
export function partsOfTable(table: TextTable): TextTable[] {
  const parts: TextTable[] = [];
  let start = 0;
  let pages = 0;
  let left = BODY_HEIGHT - SECTION_HEADING - COLUMN_HEADING;
  for (const [index, { height }] of table.rows.entries()) {
    if (height === null) break;
    if (height > left) {
      pages += 1;
      left = BODY_HEIGHT - COLUMN_HEADING;
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
