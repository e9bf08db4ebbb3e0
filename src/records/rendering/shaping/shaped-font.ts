import { readFileSync } from 'node:fs';
import { Blob, Direction, Face, Feature, Font, shape, Buffer as TextBuffer } from 'harfbuzzjs';
import { type FontFace, fontFile } from '../fonts/font-faces.ts';
import type { PlacedGlyph } from '../pdf/cluster-shares.ts';
import { type FontOutlines, readOutlines } from './font-outlines.ts';
import { SubsetSource } from './font-subset.ts';

/** Glyphs that stand for a text together, such as a ligature, or a letter and its marks. */
export interface ShapedCluster {
  /** From left to right. */
  glyphs: PlacedGlyph[];
  text: string;
}

/** A part of a text of one font, script and direction. */
export interface TextSpan {
  start: number;
  end: number;
  isRightToLeft: boolean;
}

/** What a PDF must say of a font (ISO 32000-1, 9.8), in thousandths of the font size. */
export interface FontMetrics {
  box: readonly number[];
  ascent: number;
  descent: number;
}

/** The reports have the same. */
const FEATURES = [new Feature('tnum', 1)];
const LANGUAGE = 'en';

/** One for all: its memory is freed only when the garbage collector finds it. */
const buffer = new TextBuffer();

/** A font file of a report as HarfBuzz reads it. It stays in memory. */
export class ShapedFont {
  /** The name as PostScript writes it. */
  readonly name: string;
  readonly metrics: FontMetrics;
  readonly outlines: FontOutlines;
  readonly #font: Font;
  readonly #unitsPerEm: number;
  readonly #space: number | undefined;
  readonly #source: SubsetSource;

  constructor(face: FontFace) {
    const file = readFileSync(fontFile(face));
    const read = new Face(new Blob(file));
    this.name = face.family.replaceAll(' ', '');
    this.#font = new Font(read);
    this.#unitsPerEm = read.upem;
    this.#space = this.#font.nominalGlyph(0x20);
    this.#source = new SubsetSource(file);
    this.metrics = this.#metrics(read);
    this.outlines = readOutlines(read);
  }

  /** How far the pen moves on after a glyph, in thousandths of the font size. */
  readonly advance = (glyph: number): number => this.#thousandths(this.#font.glyphHAdvance(glyph));

  /** Rounds a length to the units of the font. */
  readonly rounded = (thousandths: number): number =>
    this.#thousandths(Math.round((thousandths * this.#unitsPerEm) / 1000));

  /** Returns a font file with the glyphs, and those that they are composed of, in ascending order. */
  readonly cut = (glyphs: Iterable<number>): Buffer => this.#source.cut(glyphs);

  /** Shapes a part of a text. Returns its clusters from left to right, and the width of all. */
  shape(text: string, { start, end, isRightToLeft }: TextSpan): { clusters: ShapedCluster[]; width: number } {
    buffer.reset();
    buffer.addText(text, start, end - start);
    buffer.guessSegmentProperties();
    buffer.setLanguage(LANGUAGE);
    buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR);
    shape(this.#font, buffer, FEATURES);
    const shaped = buffer.getGlyphInfos();
    const positions = buffer.getGlyphPositions();
    const starts = [...new Set(shaped.map(({ cluster }) => cluster))].sort((one, other) => one - other);
    const ends = new Map(starts.map((from, index) => [from, starts[index + 1] ?? end]));
    const clusters = new Map<number, ShapedCluster>();
    let pen = 0;
    for (const [index, { cluster, codepoint: id }] of shaped.entries()) {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
      const found = clusters.get(cluster) ?? { glyphs: [], text: text.slice(cluster, ends.get(cluster)) };
      const [x, y] = [this.#thousandths(pen + xOffset), this.#thousandths(yOffset)];
      // HarfBuzz sets a joiner or a mark of direction as a space without a width.
      const isUnseen = id === this.#space && xAdvance === 0;
      found.glyphs.push({ id, x, y, advance: isUnseen ? 0 : this.advance(id) });
      clusters.set(cluster, found);
      pen += xAdvance;
    }
    return { clusters: this.#withoutUnseen(clusters), width: this.#thousandths(pen) };
  }

  /** Joins what is unseen with the letter before it: no reader of PDF files finds a joiner alone. */
  #withoutUnseen(clusters: ReadonlyMap<number, ShapedCluster>): ShapedCluster[] {
    let before: ShapedCluster | undefined;
    for (const start of [...clusters.keys()].sort((one, other) => one - other)) {
      const cluster = clusters.get(start);
      if (cluster === undefined) continue;
      const seen = cluster.glyphs.filter(({ id, advance }) => id !== this.#space || advance > 0);
      if (seen.length > 0 || before === undefined) {
        if (seen.length > 0) cluster.glyphs = seen;
        before = cluster;
      } else {
        before.text += cluster.text;
        cluster.glyphs = [];
      }
    }
    return [...clusters.values()].filter(({ glyphs }) => glyphs.length > 0);
  }

  readonly #thousandths = (units: number): number => (units * 1000) / this.#unitsPerEm;

  #metrics(face: Face): FontMetrics {
    const head = Buffer.from(face.referenceTable('head') ?? []);
    const { ascender, descender } = this.#font.hExtents();
    const whole = (units: number): number => Math.round(this.#thousandths(units));
    return {
      box: [36, 38, 40, 42].map((at) => whole(head.readInt16BE(at))),
      ascent: whole(ascender),
      descent: whole(descender),
    };
  }
}
