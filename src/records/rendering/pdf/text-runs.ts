import { type Cluster, isMarked, readClusters, type TextBlock } from './text-blocks.ts';

interface RunCluster extends Cluster {
  text: string;
  /** It was put together from several blocks. */
  isDivided?: boolean;
}

/** A text of one font, size, colour and direction. Typst begins a new block wherever a glyph stands higher or lower. */
export interface TextRun extends Omit<TextBlock, 'start' | 'end' | 'operators'> {
  blocks: TextBlock[];
  clusters: RunCluster[];
  isRightToLeft: boolean;
  /** The next text of the line ends where it begins: the line runs from right to left. */
  leadsLeft: boolean;
}

/** Digits run from left to right in every script. */
const RIGHT_TO_LEFT_LETTER = /(?!\p{Nd})[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const LETTER = /^\p{L}$/u;
/** What stands between two blocks of a run, in points or as a part of the font size. */
const MAX_GAP = 0.3;
const MAX_GAP_IN_CLUSTER = 1;
const MAX_RISE = 1;

/** Each block has its own content item of the structure. The item of a block that is joined stays, and is empty. */
const BETWEEN = /^\n(?:EMC\n\/Span <<\n {2}\/MCID \d+\n>> BDC\n)?$/;

/** What is known of a font of the page. */
export interface FontFacts {
  /** How far the pen moves on after a glyph, in thousandths of the font size. */
  advance(glyph: number): number;
  /** What a glyph stands for. */
  text(glyph: number): string;
}

/** Whether a text has letters that run from right to left. */
export const hasRightToLeftLetter = (text: string): boolean => RIGHT_TO_LEFT_LETTER.test(text);

/** Divides the texts of a page into those that stand beside each other on one line. */
export function linesOf(source: string, blocks: readonly TextBlock[]): TextBlock[][] {
  const lines: TextBlock[][] = [];
  for (const block of blocks) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (last && BETWEEN.test(source.slice(last.end, block.start)) && isOnLine(last, block)) line?.push(block);
    else lines.push([block]);
  }
  return lines;
}

/** Whether Typst marked texts that stand beside each other, or divided one because a glyph stands higher or lower. */
export const needsRewriting = (line: readonly TextBlock[]): boolean =>
  line.some((block, index) => {
    const next = line[index + 1];
    return isMarked(block) || (next !== undefined && looksAlike(block, next) && block.y !== next.y);
  });

/** Joins the texts of a line that continue each other. */
export function joinRuns(line: readonly TextBlock[], fontOf: (name: string) => FontFacts): TextRun[] {
  const runs: TextRun[] = [];
  for (const block of line) {
    const font = fontOf(block.font);
    const clusters: RunCluster[] = readClusters(block, (_, glyph) => font.advance(glyph)).map(
      ({ glyphs, text }) => ({
        glyphs,
        text: text ?? glyphs.map(({ id }) => font.text(id)).join(''),
      }),
    );
    const isRightToLeft = clusters.some(({ text }) => hasRightToLeftLetter(text));
    const next: TextRun = { ...block, blocks: [block], clusters, isRightToLeft, leadsLeft: false };
    const run = runs.at(-1);
    if (run && continues(run, next)) append(run, next);
    else {
      if (run) run.leadsLeft = isAtEnd(next, run, MAX_GAP);
      runs.push(next);
    }
  }
  return runs.map((run) => ({ ...run, clusters: run.clusters.flatMap(repetitions) }));
}

function continues(run: TextRun, next: TextRun): boolean {
  if (!looksAlike(run, next)) return false;
  return isSplit(run, next)
    ? isAtEnd(run, next, MAX_GAP_IN_CLUSTER)
    : run.isRightToLeft === next.isRightToLeft && isAtEnd(run, next, MAX_GAP);
}

type Place = Pick<TextBlock, 'y' | 'font' | 'size' | 'paint'>;

const looksAlike = (one: Place, next: Place): boolean =>
  one.font === next.font && one.size === next.size && one.paint === next.paint;

const isOnLine = (one: TextBlock, next: TextBlock): boolean => Math.abs(next.y - one.y) < one.size * MAX_RISE;

/** Whether the next begins where the run ends. */
function isAtEnd(run: TextRun, next: TextRun, gap: number): boolean {
  const last = run.clusters.at(-1)?.glyphs ?? [];
  const end = run.x + (Math.max(...last.map(({ x, advance }) => x + advance)) * run.size) / 1000;
  return Math.abs(next.x - end) < run.size * gap;
}

/** Whether a cluster is divided between the two. A letter that stands twice moves the pen twice. */
function isSplit(run: TextRun, next: TextRun): boolean {
  const [last, first] = [run.clusters.at(-1), next.clusters[0]];
  if (!last || last.text !== first?.text) return false;
  if (last.text.length > 1) return true;
  return LETTER.test(last.text) && first.glyphs.every(({ advance }) => advance === 0);
}

function append(run: TextRun, next: TextRun): void {
  const [x, y] = [((next.x - run.x) * 1000) / run.size, ((next.y - run.y) * 1000) / run.size];
  const moved = next.clusters.map(({ text, glyphs }) => ({
    text,
    glyphs: glyphs.map((glyph) => ({ ...glyph, x: glyph.x + x, y: glyph.y + y })),
  }));
  const divided = isSplit(run, next) ? run.clusters.at(-1) : undefined;
  if (divided) {
    divided.glyphs.push(...(moved.shift()?.glyphs ?? []));
    divided.isDivided = true;
  }
  run.clusters.push(...moved);
  run.isRightToLeft ||= next.isRightToLeft;
  run.blocks.push(...next.blocks);
}

/** The clusters of one: equal ones that follow each other were taken for one that is divided. */
function repetitions(cluster: RunCluster): RunCluster[] {
  const { glyphs, text, isDivided } = cluster;
  if (!isDivided) return [cluster];
  for (let length = 1; length <= glyphs.length / 2; length++) {
    if (glyphs.length % length === 0 && glyphs.every(({ id }, index) => id === glyphs[index % length]?.id)) {
      return Array.from({ length: glyphs.length / length }, (_, index) => ({
        text,
        glyphs: glyphs.slice(index * length, (index + 1) * length),
      }));
    }
  }
  return [cluster];
}
