/** The sizes of paper that a report can be set for, in points. */
const PAPERS = {
  a4: { width: 595.28, height: 841.89 },
  letter: { width: 612, height: 792 },
} as const;

export type Paper = keyof typeof PAPERS;

export const isPaper = (name: string): name is Paper => Object.hasOwn(PAPERS, name);

/** The width of the text, and so of all tables: the same on every paper. */
export const TEXT_WIDTH = 493;
const TOP_MARGIN = 58;
/** The footer stands in it; the stamp stands on it. */
export const BOTTOM_MARGIN = 68;

/** Returns the height that a page has for its text. */
export const bodyHeight = (paper: Paper): number => PAPERS[paper].height - TOP_MARGIN - BOTTOM_MARGIN;

/** Size and margins of a page, as the template takes them. */
export const pageMeasures = (paper: Paper) => ({
  ...PAPERS[paper],
  margin: { x: sideMargin(paper), top: TOP_MARGIN, bottom: BOTTOM_MARGIN },
});

/** Left and right of the text. */
export const sideMargin = (paper: Paper): number => (PAPERS[paper].width - TEXT_WIDTH) / 2;
