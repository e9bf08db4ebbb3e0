import { bodyHeight, type Paper } from '../design/paper.ts';
import { STAMP_SIZE } from '../design/stamp-box.ts';

/** The blocks of page one that take space from its lists. */
export interface PageOneParts {
  titleLines: number;
  titleSize: number;
  factLines: number;
  hasFigures: boolean;
  /** Lists that have rows; each has a heading, a heading of columns and perhaps a line that says how many more. */
  lists: number;
  hasLeftOut: boolean;
}

const LINE_EM = 0.96;
/** The measures of page-one.typ, in points. */
const STAMP_CLEARANCE = 12;
const KICKER = 8.5 * LINE_EM + 9;
const TITLE_LEADING = 5;
const FACTS_GAP = 10;
const FACT_LINE = 9 * LINE_EM + 4;
const VERDICT = 14 + 2 * 11 + (7.5 + 19 + 9.5) * LINE_EM + 5 + 6;
const FIGURES = 12 + 5 + (12 + 7.5) * LINE_EM + 4;
const LIST = 15 + 9.5 * LINE_EM + 5 + 14.5 + 5 + 7.5 * LINE_EM;
const LEFT_OUT = 12 + 7.5 * LINE_EM;
/** Covers rounding. */
const RESERVE = 6;

/** Returns the points that page one has left for the rows of its lists. */
export function roomForLists(paper: Paper, parts: PageOneParts): number {
  const used = [
    STAMP_SIZE.height + STAMP_CLEARANCE,
    KICKER,
    parts.titleLines * (parts.titleSize * LINE_EM + TITLE_LEADING),
    FACTS_GAP + parts.factLines * FACT_LINE,
    VERDICT,
    parts.hasFigures ? FIGURES : 0,
    parts.lists * LIST,
    parts.hasLeftOut ? LEFT_OUT : 0,
    RESERVE,
  ];
  return bodyHeight(paper) - used.reduce((sum, height) => sum + height);
}
