import type { Face } from 'harfbuzzjs';
import { characterIds } from './character-ids.ts';

/** The outlines of a font: TrueType, whose glyphs can be composed of others, or those of PostScript. */
export type FontOutlines =
  | {
      kind: 'glyf';
      /** Returns glyphs with those that they are composed of, in ascending order. */
      whole: Whole;
    }
  | {
      kind: 'CFF ';
      /** Returns the number by which a PDF knows a glyph. */
      characterId: (glyph: number) => number;
    };

type Whole = (glyphs: Iterable<number>) => number[];

/** Flags of a part of a glyph (OpenType, table glyf). */
const WORDS_OF_PLACE = 0x0001;
const ONE_SCALE = 0x0008;
const MORE_PARTS = 0x0020;
const TWO_SCALES = 0x0040;
const FOUR_SCALES = 0x0080;
const HEAD_SIZE = 10;

/** Reads what a PDF must know of the outlines of a font. */
export function readOutlines(face: Face): FontOutlines {
  const outlines = face.referenceTable('CFF ');
  if (outlines) {
    const ids = characterIds(Buffer.from(outlines));
    return { kind: 'CFF ', characterId: (glyph) => ids[glyph] ?? 0 };
  }
  const table = (tag: string): Buffer => Buffer.from(face.referenceTable(tag) ?? []);
  const [glyf, loca] = [table('glyf'), table('loca')];
  const isLong = table('head').readInt16BE(50) === 1;
  const place = (glyph: number): number =>
    isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2;
  const parts = (glyph: number): number[] =>
    place(glyph) === place(glyph + 1) ? [] : readParts(glyf, place(glyph));
  return { kind: 'glyf', whole: (glyphs) => withParts(glyphs, parts) };
}

function withParts(glyphs: Iterable<number>, parts: (glyph: number) => number[]): number[] {
  // A subset always begins with the glyph of a missing character.
  const found = new Set([0]);
  const waiting = [...glyphs];
  for (let glyph = waiting.pop(); glyph !== undefined; glyph = waiting.pop()) {
    if (found.has(glyph)) continue;
    found.add(glyph);
    waiting.push(...parts(glyph));
  }
  return [...found].sort((one, other) => one - other);
}

function readParts(glyf: Buffer, start: number): number[] {
  const found: number[] = [];
  if (glyf.readInt16BE(start) >= 0) return found;
  for (let at = start + HEAD_SIZE; ; ) {
    const flags = glyf.readUInt16BE(at);
    found.push(glyf.readUInt16BE(at + 2));
    if (!(flags & MORE_PARTS)) return found;
    at += flags & WORDS_OF_PLACE ? 8 : 6;
    if (flags & ONE_SCALE) at += 2;
    else if (flags & TWO_SCALES) at += 4;
    else if (flags & FOUR_SCALES) at += 8;
  }
}
