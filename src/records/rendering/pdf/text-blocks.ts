import type { PlacedGlyph } from './cluster-shares.ts';
import { shownParts } from './shown-parts.ts';
import { fromUtf16 } from './utf-16.ts';

// The texts of a content stream (ISO 32000-1, 9.4), as Typst writes them.

/** Glyphs that stand for a text together. */
export interface Cluster {
  glyphs: PlacedGlyph[];
  /** Undefined if each glyph stands for what the font says that it does. */
  text: string | undefined;
}

/** A piece of text: one font, size, colour and direction on one line. */
export interface TextBlock {
  /** Where it is written in the content stream. */
  start: number;
  end: number;
  /** Where it stands on the page, in points. */
  x: number;
  y: number;
  /** The operators that set its colour. */
  paint: string;
  font: string;
  /** In points. */
  size: number;
  /** The operators that show it. */
  operators: string;
}

/** How far the pen moves on after a glyph of a font, in thousandths of the font size. */
export type AdvanceOf = (font: string, glyph: number) => number;

/** No string contains a line break: Typst escapes it. */
const BLOCKS = /^q\n1 0 0 -1 (\S+) (\S+) cm\n((?:[^\n]+ (?:cs|scn)\n)*)BT\n(.*?)^ET\nQ$/gms;
/** Around glyphs that stand for a text together, and around words that run from right to left. */
const MARK = /^\/(?:ReversedChars BMC|Span <<\s*\/ActualText )/m;
const ACTUAL_TEXT = /\/Span <<\s*\/ActualText <FEFF([\dA-F]*)>\s*>> BDC/g;
const MATRIX = /^1 0 0 -1 (\S+) (\S+) Tm$/;
const FONT = /^\/(\S+) (\S+) Tf$/m;

/** Whether Typst marked a text: without that, each glyph has its own text, and all run from left to right. */
export const isMarked = ({ operators }: TextBlock): boolean => MARK.test(operators);

/** Finds the texts of a content stream. */
export const findTextBlocks = (source: string): TextBlock[] =>
  [...source.matchAll(BLOCKS)].map(({ 0: all, 1: x, 2: y, 3: paint = '', 4: operators = '', index }) => {
    const [, font = '', size] = FONT.exec(operators) ?? [];
    const [start, end] = [index, index + all.length];
    return { start, end, x: Number(x), y: Number(y), paint, font, size: Number(size), operators };
  });

/** Reads the glyphs of a text, from left to right. */
export function readClusters({ operators, font, size }: TextBlock, advanceOf: AdvanceOf): Cluster[] {
  const clusters: Cluster[] = [];
  let [x, y] = [0, 0];
  let open: Cluster | undefined;
  const show = (id: number): void => {
    const glyph = { id, x, y, advance: advanceOf(font, id) };
    if (open) open.glyphs.push(glyph);
    else clusters.push({ glyphs: [glyph], text: undefined });
    x += glyph.advance;
  };
  for (const line of operators.replace(ACTUAL_TEXT, '/ActualText $1').split('\n')) {
    const matrix = MATRIX.exec(line);
    if (matrix) [x, y] = [(Number(matrix[1]) * 1000) / size, (-Number(matrix[2]) * 1000) / size];
    else if (line.startsWith('/ActualText ')) {
      open = { glyphs: [], text: fromUtf16(line.slice('/ActualText '.length)) };
      clusters.push(open);
    } else if (line === 'EMC') open = undefined;
    else if (/T[jJ]$/.test(line)) {
      for (const part of shownParts(line)) {
        if (typeof part === 'number') x -= part;
        else for (let at = 0; at < part.length; at += 2) show(part.readUInt16BE(at));
      }
    }
  }
  return clusters;
}

/** A glyph with its font, if that is not the font of its text. */
export type ShownGlyph = PlacedGlyph & { font?: string };

/** Writes glyphs of a text at a place: a string for each word, or for all. */
export function writeTextBlock(
  { x: left, y: top, paint, font, size }: Pick<TextBlock, 'x' | 'y' | 'paint' | 'font' | 'size'>,
  strings: readonly { isRightToLeft: boolean; glyphs: readonly ShownGlyph[] }[],
): string {
  const lines = ['0 Tr'];
  let used: string | undefined;
  const use = (name = font): void => {
    if (name !== used) lines.push(`/${name} ${decimal(size)} Tf`);
    used = name;
  };
  for (const { isRightToLeft, glyphs } of strings) {
    if (isRightToLeft) lines.push('/ReversedChars BMC');
    let pen = { x: Number.NaN, y: Number.NaN };
    for (const piece of piecesOf(glyphs)) {
      use(piece[0]?.font);
      pen = writePiece(piece, size, pen, lines);
    }
    if (isRightToLeft) lines.push('EMC');
  }
  return `q\n1 0 0 -1 ${decimal(left)} ${decimal(top)} cm\n${paint}BT\n${lines.join('\n')}\nET\nQ`;
}

/** Divides glyphs into those of one font and height. */
function piecesOf(glyphs: readonly ShownGlyph[]): ShownGlyph[][] {
  const pieces: ShownGlyph[][] = [];
  let last: ShownGlyph | undefined;
  for (const glyph of glyphs) {
    if (last && last.font === glyph.font && last.y === glyph.y) pieces.at(-1)?.push(glyph);
    else pieces.push([glyph]);
    last = glyph;
  }
  return pieces;
}

/** Writes glyphs of one font and height. Returns where the pen is after them. */
function writePiece(
  glyphs: readonly PlacedGlyph[],
  size: number,
  start: { x: number; y: number },
  lines: string[],
): { x: number; y: number } {
  let pen = start;
  let shown = '';
  for (const { id, x, y, advance } of glyphs) {
    if (y !== pen.y) {
      lines.push(`1 0 0 -1 ${decimal((x * size) / 1000)} ${decimal((-y * size) / 1000)} Tm`);
      pen = { x, y };
    }
    const move = Number(decimal(pen.x - x));
    if (move !== 0) shown += `>${move}<`;
    shown += id.toString(16).padStart(4, '0');
    pen = { x: pen.x - move + advance, y };
  }
  lines.push(`[<${shown}>] TJ`);
  return pen;
}

const decimal = (value: number): string => String(Number.isInteger(value) ? value : Number(value.toFixed(5)));
