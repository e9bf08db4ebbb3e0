import { readFileSync } from 'node:fs';
import { Blob, Direction, Face, Feature, Font, shape, Buffer as TextBuffer } from 'harfbuzzjs';
import { LRUCache } from 'lru-cache';
import { type FontFace, fontFile } from '../fonts/font-faces.ts';
import type { PlacedGlyph } from '../pdf/cluster-shares.ts';
import { type CharString, charString } from './char-string.ts';

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

/** A glyph of a font, and where it stands, in thousandths of the font size. */
export interface GlyphPart {
  id: number;
  x: number;
  y: number;
}

/** The reports have the same. */
const FEATURES = [new Feature('tnum', 1)];
const LANGUAGE = 'en';
/** All lengths are in thousandths of the font size, as in a PDF. */
const UNITS = 1000;
/** Programs of glyphs that a font keeps: those of a Chinese letter take 200 bytes. */
const REMEMBERED = 4000;

/** One for all: its memory is freed only when the garbage collector finds it. */
const buffer = new TextBuffer();

/** A font file of a report as HarfBuzz reads it. It stays in memory. */
export class ShapedFont {
  readonly family: string;
  readonly #font: Font;
  readonly #space: number | undefined;
  readonly #advances = new Map<number, number>();
  readonly #drawn = new LRUCache<string, CharString>({ max: REMEMBERED });

  constructor(face: FontFace) {
    this.family = face.family;
    this.#font = new Font(new Face(new Blob(readFileSync(fontFile(face)))));
    this.#font.setScale(UNITS, UNITS);
    this.#space = this.#font.nominalGlyph(0x20);
  }

  /** Returns the program of a glyph that shows several. @param width how far the pen moves on after it */
  draw(parts: readonly GlyphPart[], width: number): CharString {
    const key = [width, ...parts.flatMap(({ id, x, y }) => [id, x, y])].join(' ');
    const drawn = this.#drawn.get(key) ?? charString(this.#paths(parts), width);
    this.#drawn.set(key, drawn);
    return drawn;
  }

  /** Shapes a part of a text. Returns its clusters from left to right, and the width of all. */
  shape(text: string, { start, end, isRightToLeft }: TextSpan): { clusters: ShapedCluster[]; width: number } {
    buffer.reset();
    buffer.addText(text, start, end - start);
    buffer.guessSegmentProperties();
    buffer.setLanguage(LANGUAGE);
    buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR);
    shape(this.#font, buffer, FEATURES);
    const positions = buffer.getGlyphPositions();
    const found: (ShapedCluster & { start: number })[] = [];
    let pen = 0;
    for (const [index, { cluster, codepoint: id }] of buffer.getGlyphInfos().entries()) {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
      if (found.at(-1)?.start !== cluster) found.push({ start: cluster, glyphs: [], text: '' });
      // HarfBuzz sets a joiner or a mark of direction as a space without a width.
      const isUnseen = id === this.#space && xAdvance === 0;
      const advance = isUnseen ? 0 : this.#advance(id);
      found.at(-1)?.glyphs.push({ id, x: pen + xOffset, y: yOffset, advance });
      pen += xAdvance;
    }
    const inOrder = isRightToLeft ? found.toReversed() : found;
    for (const [index, cluster] of inOrder.entries()) {
      cluster.text = text.slice(cluster.start, inOrder[index + 1]?.start ?? end);
    }
    this.#joinUnseen(inOrder);
    return { clusters: found.filter(({ glyphs }) => glyphs.length > 0), width: pen };
  }

  /** Joins what is unseen with the letter before it: no reader of PDF files finds a joiner alone. */
  #joinUnseen(clusters: readonly ShapedCluster[]): void {
    let before: ShapedCluster | undefined;
    for (const cluster of clusters) {
      const seen = cluster.glyphs.filter(({ id, advance }) => id !== this.#space || advance > 0);
      if (seen.length > 0 || before === undefined) {
        if (seen.length > 0) cluster.glyphs = seen;
        before = cluster;
      } else {
        before.text += cluster.text;
        cluster.glyphs = [];
      }
    }
  }

  #advance(glyph: number): number {
    const advance = this.#advances.get(glyph) ?? this.#font.glyphHAdvance(glyph);
    this.#advances.set(glyph, advance);
    return advance;
  }

  readonly #paths = (parts: readonly GlyphPart[]) =>
    parts.map(({ id, x, y }) => ({ path: this.#font.glyphToJson(id), x, y }));
}
