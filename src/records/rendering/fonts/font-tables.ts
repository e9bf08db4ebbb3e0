import { closeSync, openSync, readSync } from 'node:fs';

/** The facts about a font file that the preparation of text needs. */
export interface FontTables {
  /** The width of a character in thousandths of the font size, or undefined if the font does not have it. */
  advance(codePoint: number): number | undefined;
}

interface Range {
  first: number;
  last: number;
  glyph: (codePoint: number) => number;
}

/**
 * Reads the character map and the widths of a TrueType or OpenType file, and nothing else of it: a Chinese
 * font has 8 MB, these tables 300 kB.
 */
export function readFontTables(path: string): FontTables {
  const file = openSync(path, 'r');
  try {
    const tables = readDirectory(file);
    const table = (tag: string): Buffer => {
      const place = tables.get(tag);
      if (place === undefined) throw new Error(`${path} has no table ${tag}.`);
      return readBytes(file, place.offset, place.length);
    };
    const unitsPerEm = table('head').readUInt16BE(18);
    const metricCount = table('hhea').readUInt16BE(34);
    const glyphOf = readCharacterMap(table('cmap'));
    const widths = table('hmtx');
    return {
      advance(codePoint) {
        const glyph = glyphOf(codePoint);
        if (glyph === 0) return undefined;
        return (widths.readUInt16BE(Math.min(glyph, metricCount - 1) * 4) * 1000) / unitsPerEm;
      },
    };
  } finally {
    closeSync(file);
  }
}

function readBytes(file: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (readSync(file, bytes, 0, length, offset) !== length) throw new Error('The font file is cut off.');
  return bytes;
}

function readDirectory(file: number): Map<string, { offset: number; length: number }> {
  const count = readBytes(file, 0, 12).readUInt16BE(4);
  const directory = readBytes(file, 12, count * 16);
  const tables = new Map<string, { offset: number; length: number }>();
  for (let at = 0; at < directory.length; at += 16) {
    const place = { offset: directory.readUInt32BE(at + 8), length: directory.readUInt32BE(at + 12) };
    tables.set(directory.toString('latin1', at, at + 4), place);
  }
  return tables;
}

/**
 * Character to glyph, from the subtable that has most: format 12 covers all planes, format 4 the first. The
 * ranges stay as they are and are searched: unfolded, those of the Chinese fonts would take megabytes.
 */
function readCharacterMap(cmap: Buffer): (codePoint: number) => number {
  const starts = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(8 + index * 8));
  const find = (format: number): number | undefined =>
    starts.find((start) => cmap.readUInt16BE(start) === format);
  const wide = find(12);
  const narrow = find(4);
  const ranges =
    wide !== undefined
      ? rangesOfFormat12(cmap, wide)
      : narrow !== undefined
        ? rangesOfFormat4(cmap, narrow)
        : [];
  return (codePoint) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.last ?? 0) < codePoint) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low];
    return range !== undefined && range.first <= codePoint ? range.glyph(codePoint) : 0;
  };
}

function rangesOfFormat12(cmap: Buffer, start: number): Range[] {
  return Array.from({ length: cmap.readUInt32BE(start + 12) }, (_, index) => {
    const at = start + 16 + index * 12;
    const first = cmap.readUInt32BE(at);
    const firstGlyph = cmap.readUInt32BE(at + 8);
    return { first, last: cmap.readUInt32BE(at + 4), glyph: (codePoint) => firstGlyph + codePoint - first };
  });
}

function rangesOfFormat4(cmap: Buffer, start: number): Range[] {
  const segments = cmap.readUInt16BE(start + 6) / 2;
  return Array.from({ length: segments }, (_, index) => {
    const ends = start + 14;
    const firsts = ends + segments * 2 + 2;
    const deltas = firsts + segments * 2;
    const offsetAt = deltas + segments * 2 + index * 2;
    const first = cmap.readUInt16BE(firsts + index * 2);
    const delta = cmap.readUInt16BE(deltas + index * 2);
    const offset = cmap.readUInt16BE(offsetAt);
    const glyph = (codePoint: number): number => {
      if (codePoint === 0xffff) return 0;
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const found = cmap.readUInt16BE(offsetAt + offset + (codePoint - first) * 2);
      return found === 0 ? 0 : (found + delta) & 0xffff;
    };
    return { first, last: cmap.readUInt16BE(ends + index * 2), glyph };
  });
}
