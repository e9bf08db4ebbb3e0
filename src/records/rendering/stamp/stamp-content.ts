import { directedText } from '../fonts/direction.ts';
import { type Order, orderOf, type ShownRun, writeRun } from '../pdf/run-writing.ts';
import { writeTextBlock } from '../pdf/text-blocks.ts';
import { shapedFont } from '../shaping/shaped-fonts.ts';
import { type DirectedPart, shapePart } from '../shaping/shaped-part.ts';
import { CodedFont } from './coded-font.ts';
import { STAMP_PADDING, type StampData } from './stamp-data.ts';
import { STANDING_FAMILY, standingFont } from './standing-font.ts';

/** What the stamp shows: a content stream (ISO 32000-1, 8.10) and the fonts that it names beside the standing one. */
export interface StampContent {
  content: string;
  fonts: readonly StampFont[];
}

interface StampFont {
  name: string;
  font: CodedFont;
}

/** The name of the standing font in the content. */
export const STANDING_NAME = 'F0';

/** The colours of the reports, as the templates have them. */
const INK = [0x1b, 0x21, 0x28];
const QUIET = [0x5a, 0x64, 0x70];
const FRAME_WIDTH = 0.8;
/** How far a line reaches above and below its letters, as the templates have it. */
const TOP_EDGE = 0.74;
const LINE_EM = 0.96;
/** A glyph must stand for something (ISO 19005-3, 6.2.11.7). */
const NOTHING = '\u200b';

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
  return { content: parts.join('\n'), fonts: fonts.all() };
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

function writeLine(
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
      const written = fonts.write(run, orderOf(runs, index, spaces, takesGlyphs));
      spaces = written.spaces;
      return written.text;
    })
    .join('\n');
}

/** The fonts of a stamp. */
class StampFonts {
  readonly #fonts = new Map<string, StampFont>();

  all(): StampFont[] {
    return [...this.#fonts.values()];
  }

  /** Writes a run in the standing font, or in one of the stamp if it needs more. */
  write(run: ShownRun, order: Order): { text: string; spaces: string } {
    const standing =
      run.font === STANDING_FAMILY && writeRun({ ...run, font: STANDING_NAME }, standingFont, order);
    if (standing) return standing;
    const { name, font } = this.#own(run.font);
    const named = { ...run, font: name };
    return writeRun(named, font, order) ?? { text: writePlainly(named, font), spaces: '' };
  }

  #own(family: string): StampFont {
    const known = this.#fonts.get(family);
    if (known) return known;
    const own = { name: `F${this.#fonts.size + 1}`, font: new CodedFont(shapedFont(family)) };
    this.#fonts.set(family, own);
    return own;
  }
}

/** Writes the glyphs of a font that takes no others. The first of a cluster stands for all of its text. */
function writePlainly(run: ShownRun, font: CodedFont): string {
  const glyphs = run.clusters.flatMap((cluster) =>
    cluster.glyphs.flatMap(({ id, x, y, advance }, index) => {
      const text = index === 0 ? cluster.text : NOTHING;
      const glyph = font.glyphFor({ x: 0, y: 0, advance, text, glyphs: [{ id, x: 0, y: 0, advance }] });
      return glyph ? [{ ...glyph, x, y }] : [];
    }),
  );
  return writeTextBlock(run, [{ isRightToLeft: run.isRightToLeft, glyphs }]);
}

const takesGlyphs = (family: string): boolean => shapedFont(family).outlines.kind === 'glyf';
