import { LRUCache } from 'lru-cache';
import { type FontFamily, loadFontFamilies } from '../fonts/fonts.ts';
import { hasRightToLeftLetter } from '../pdf/text-runs.ts';
import type { ShapedCluster } from './shaped-font.ts';
import { shapedFont } from './shaped-fonts.ts';
import { itemize } from './text-runs.ts';

/** A part of a line with its own direction. */
export interface DirectedPart {
  dir: 'ltr' | 'rtl';
  text: string;
  /** The first that has a letter with its marks is its font. */
  fonts: readonly string[];
}

/** A text of one font and direction. */
interface ShapedRun {
  /** Where it begins, in thousandths of the font size. */
  x: number;
  font: string;
  clusters: readonly ShapedCluster[];
  isRightToLeft: boolean;
  /** The next text of the part ends where it begins. */
  leadsLeft: boolean;
}

interface ShapedPart {
  /** In the order in which they are read. */
  runs: readonly ShapedRun[];
  width: number;
}

/** Stamps have labels, names and hashes in common. */
const REMEMBERED = 500;
const remembered = new LRUCache<string, ShapedPart>({ max: REMEMBERED });
const families = loadFontFamilies('regular');

/** Shapes a part of a line. */
export function shapePart(part: DirectedPart): ShapedPart {
  const key = [part.dir, ...part.fonts, part.text].join('\n');
  const known = remembered.get(key) ?? shape(part);
  remembered.set(key, known);
  return known;
}

/** Stamps use few lists of fonts: they differ in the fonts that are seldom needed. */
const lists = new Map<string, FontFamily[]>();

function inOrder(names: readonly string[]): FontFamily[] {
  const key = names.join();
  const list = lists.get(key) ?? names.flatMap((name) => families.filter((family) => family.name === name));
  lists.set(key, list);
  return list;
}

function shape({ dir, text, fonts }: DirectedPart): ShapedPart {
  let x = 0;
  const placed = itemize(text, dir, inOrder(fonts)).map(({ span, place }) => {
    const { clusters, width } = shapedFont(span.family).shape(text, span);
    const start = x;
    x += width;
    return { x: start, end: x, place, font: span.family, clusters };
  });
  placed.sort((one, other) => one.place - other.place);
  const runs = placed.map(({ x: start, font, clusters }, index) => ({
    x: start,
    font,
    clusters,
    isRightToLeft: clusters.some((cluster) => hasRightToLeftLetter(cluster.text)),
    leadsLeft: placed[index + 1]?.end === start,
  }));
  return { runs, width: x };
}
