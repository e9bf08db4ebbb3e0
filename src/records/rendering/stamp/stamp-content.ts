import { LRUCache } from 'lru-cache';
import { directedText } from '../fonts/direction.ts';
import { type GlyphFont, orderOf, type ShownRun, writeRun } from '../pdf/run-writing.ts';
import { shapedFont } from '../shaping/shaped-fonts.ts';
import { type DirectedPart, shapePart } from '../shaping/shaped-part.ts';
import { CodedFont } from './coded-font.ts';
import { STAMP_PADDING, type StampData } from './stamp-data.ts';
import { standingFont } from './standing-font.ts';

/** What the stamp shows: a content stream (ISO 32000-1, 8.10), and its font beside the standing one. */
export interface StampContent {
  content: string;
  font: CodedFont;
}

/** The name of its own font in the content. */
export const OWN_NAME = 'F1';

/** The colours of the reports, as the templates have them. */
const INK = [0x1b, 0x21, 0x28];
const QUIET = [0x5a, 0x64, 0x70];
const FRAME_WIDTH = 0.8;
/** How far a line reaches above and below its letters, as the templates have it. */
const TOP_EDGE = 0.74;
const LINE_EM = 0.96;

/** Writes the content of a stamp, with the origin at its lower left corner. @param accent the colour of the frame */
export function writeStamp(data: StampData, accent: string): StampContent {
  const { width, height, size, leading, gap, labelWidth, lines } = data;
  const fonts = new StampFonts();
  const parts = [frame(width, height, accent)];
  let top = height - STAMP_PADDING.y;
  for (const [label, value] of lines) {
    const [labels, values] = [label.split('\n'), linesOf(value, data.fonts)];
    const baseline = (index: number): number => top - size * TOP_EDGE - index * (size * LINE_EM + leading);
    const place = (x: number, index: number) => ({ x, y: baseline(index), size });
    for (const [index, text] of labels.entries()) {
      parts.push(
        writeLine([{ dir: 'ltr', text, fonts: data.fonts }], place(STAMP_PADDING.x, index), QUIET, fonts),
      );
    }
    for (const [index, line] of values.entries()) {
      parts.push(writeLine(line, place(STAMP_PADDING.x + labelWidth, index), INK, fonts));
    }
    const count = Math.max(labels.length, values.length);
    top -= count * size * LINE_EM + (count - 1) * leading + gap;
  }
  return { content: parts.join('\n'), font: fonts.own };
}

interface LinePlace {
  x: number;
  y: number;
  size: number;
}

function linesOf(value: string, fonts: readonly string[]): DirectedPart[][] {
  const directed = directedText(value, fonts);
  if (typeof directed === 'string') return directed.split('\n').map((text) => [{ dir: 'ltr', text, fonts }]);
  return directed.map(({ parts }) =>
    parts.map((part) => (typeof part === 'string' ? { dir: 'ltr', text: part, fonts } : part)),
  );
}

function frame(width: number, height: number, accent: string): string {
  const colour = [1, 3, 5].map((at) => Number.parseInt(accent.slice(at, at + 2), 16));
  const inside = FRAME_WIDTH / 2;
  const box = [inside, inside, width - FRAME_WIDTH, height - FRAME_WIDTH];
  return `q\n${colourOf(colour)} RG\n${FRAME_WIDTH} w\n${box.join(' ')} re\nS\nQ`;
}

const colourOf = (bytes: readonly number[]): string =>
  bytes.map((byte) => Number((byte / 255).toFixed(4))).join(' ');

/** Lines that need the standing font alone: all labels, and what an unchanged room repeats. */
const REMEMBERED = 500;
const remembered = new LRUCache<string, string>({ max: REMEMBERED });

function writeLine(
  parts: readonly DirectedPart[],
  place: LinePlace,
  colour: readonly number[],
  fonts: StampFonts,
): string {
  const key = JSON.stringify([parts, place, colour]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const written = setLine(parts, place, colour, fonts);
  // The codes of the other font differ between stamps.
  if (!written.includes(`/${OWN_NAME} `)) remembered.set(key, written);
  return written;
}

function setLine(
  parts: readonly DirectedPart[],
  { x: left, y, size }: LinePlace,
  colour: readonly number[],
  fonts: StampFonts,
): string {
  const paint = `${colourOf(colour)} rg\n`;
  const runs: ShownRun[] = [];
  let x = left;
  for (const part of parts) {
    const shaped = shapePart(part);
    const points = size / 1000;
    runs.push(...shaped.runs.map((run) => ({ ...run, x: x + run.x * points, y, paint, size })));
    x += shaped.width * points;
  }
  let spaces = '';
  return runs
    .map((run, index) => {
      const written = writeRun(run, fonts.of(run.font), orderOf(runs, index, spaces, takesGlyphs));
      spaces = written?.spaces ?? '';
      return written?.text;
    })
    .join('\n');
}

/** The fonts of a stamp: the standing one, and one with all that it lacks. */
class StampFonts {
  readonly own = new CodedFont(OWN_NAME);

  /** Returns glyphs of a family, from the standing font or added to that of the stamp. */
  of(family: string): GlyphFont {
    const shaped = shapedFont(family);
    const [standing, own] = [standingFont.of(shaped), this.own.of(shaped)];
    return { glyphFor: (code) => standing.glyphFor(code) ?? own.glyphFor(code) };
  }
}

/** Glyphs of every font can be added to that of the stamp. */
const takesGlyphs = (): boolean => true;
