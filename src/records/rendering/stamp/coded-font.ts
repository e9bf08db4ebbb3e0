import { characterMap } from '../pdf/character-map.ts';
import type { TextCode } from '../pdf/cluster-shares.ts';
import { CompositeGlyphs } from '../pdf/composite-glyphs.ts';
import type { GlyphFont } from '../pdf/run-writing.ts';
import type { ShapedFont } from '../shaping/shaped-font.ts';

/** A code of a font: the glyphs that it shows, each moved, and the text that it stands for. */
interface FontCode {
  id: number;
  advance: number;
  text: string;
  parts: readonly { id: number; x: number; y: number }[];
}

/** An object of a PDF that has no number yet: its entries, and its content if it is a stream. */
export interface NewObject {
  entries: string;
  content?: Uint8Array;
}

/** The objects of a font. The first is the font, and it names the others by their places after it. */
type FontObjects = (first: number) => NewObject[];

/** ISO 32000-1, table 123: the font has characters beyond those of standard Latin. */
const SYMBOLIC = 4;
const STEM = 80;

/** A font that is embedded with the glyphs that were asked for. Each of its codes stands for its own text. */
export class CodedFont implements GlyphFont {
  readonly #font: ShapedFont;
  readonly #codes = new Map<string, FontCode>();
  #isClosed = false;

  constructor(font: ShapedFont) {
    this.#font = font;
  }

  /** Lets nothing more be added: the font is embedded already. */
  close(): this {
    this.#isClosed = true;
    return this;
  }

  glyphFor({ x, y, text, advance, glyphs }: TextCode): { id: number; advance: number } | undefined {
    const parts = glyphs.map((glyph) => ({
      id: glyph.id,
      x: Math.round(glyph.x - x),
      y: Math.round(glyph.y - y),
    }));
    const width = this.#font.rounded(Math.max(0, advance));
    const { outlines } = this.#font;
    const key = outlines.kind === 'CFF ' ? `${parts[0]?.id}` : keyOf(text, width, parts);
    const known = this.#codes.get(key);
    if (known || this.#isClosed) return known;
    const [first = { id: 0 }] = parts;
    const isPlain = isAlone(parts) && width === this.#font.advance(first.id);
    if (outlines.kind === 'CFF ' && !isPlain) return undefined;
    const id = outlines.kind === 'CFF ' ? outlines.characterId(first.id) : this.#codes.size + 1;
    const code = { id, advance: width, text, parts };
    this.#codes.set(key, code);
    return code;
  }

  /** How many objects the font has. */
  get count(): number {
    return this.#font.outlines.kind === 'glyf' ? 6 : 5;
  }

  /** Returns the objects of the font (ISO 32000-1, 9.7). */
  readonly write: FontObjects = (first) => {
    const codes = [...this.#codes.values()].sort((one, other) => one.id - other.id);
    const { outlines } = this.#font;
    const name = `${tagOf(codes)}+${this.#font.name}`;
    const [descendant, map, descriptor, file, glyphs] = [1, 2, 3, 4, 5].map(
      (place) => `${first + place} 0 R`,
    );
    const isTrueType = outlines.kind === 'glyf';
    const program = isTrueType ? this.#writeTrueType(codes, outlines.whole) : this.#writePostScript(codes);
    const { box, ascent, descent } = this.#font.metrics;
    return [
      {
        entries: `/Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant}] /ToUnicode ${map}`,
      },
      {
        entries: `/Type /Font /Subtype /${isTrueType ? 'CIDFontType2' : 'CIDFontType0'} /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} /DW 0 /W [${widthsOf(codes)}]${isTrueType ? ` /CIDToGIDMap ${glyphs}` : ''}`,
      },
      { entries: '', content: Buffer.from(characterMap(codes)) },
      {
        entries: `/Type /FontDescriptor /FontName /${name} /Flags ${SYMBOLIC} /FontBBox [${box.join(' ')}] /ItalicAngle 0 /Ascent ${ascent} /Descent ${descent} /CapHeight ${ascent} /StemV ${STEM} /FontFile${isTrueType ? 2 : 3} ${file}`,
      },
      {
        entries: isTrueType ? `/Length1 ${program.file.length}` : '/Subtype /CIDFontType0C',
        content: program.file,
      },
      ...(isTrueType ? [{ entries: '', content: program.glyphs }] : []),
    ];
  };

  #writeTrueType(
    codes: readonly FontCode[],
    whole: (glyphs: Iterable<number>) => number[],
  ): { file: Buffer; glyphs: Buffer } {
    const kept = whole(codes.flatMap(({ parts }) => parts.map(({ id }) => id)));
    const places = new Map(kept.map((glyph, place) => [glyph, place]));
    const subset = this.#font.cut(kept);
    const glyphs = Buffer.alloc((codes.length + 1) * 2);
    const composites = new CompositeGlyphs(subset);
    for (const { id, parts, advance } of codes) {
      const moved = parts.map((part) => ({ ...part, id: places.get(part.id) ?? 0 }));
      const [first = { id: 0 }] = parts;
      const isPlain = isAlone(parts) && advance === this.#font.advance(first.id);
      const glyph = isPlain ? (moved[0]?.id ?? 0) : composites.add({ parts: moved, advance }).id;
      glyphs.writeUInt16BE(glyph, id * 2);
    }
    return { file: composites.write(), glyphs };
  }

  #writePostScript(codes: readonly FontCode[]): { file: Buffer; glyphs: Buffer } {
    const file = this.#font.cut(codes.flatMap(({ parts }) => parts.map(({ id }) => id)));
    return { file: tableOf(file, 'CFF '), glyphs: Buffer.alloc(0) };
  }
}

const keyOf = (text: string, width: number, parts: FontCode['parts']): string =>
  `${parts.map(({ id, x, y }) => `${id} ${x} ${y}`).join(' ')} ${width} ${text}`;

const isAlone = (parts: FontCode['parts']): boolean => {
  const [first] = parts;
  return parts.length === 1 && first?.x === 0 && first.y === 0;
};

/** Six letters that differ between subsets of one font (ISO 32000-1, 9.6.4). */
function tagOf(codes: readonly FontCode[]): string {
  let sum = 7;
  for (const { id, text, advance } of codes) {
    for (const character of `${id} ${text} ${advance}`)
      sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 26 ** 6;
  }
  return Array.from({ length: 6 }, (_, place) =>
    String.fromCharCode(65 + (Math.floor(sum / 26 ** place) % 26)),
  ).join('');
}

/** The widths of codes, one after the other where they follow each other. */
function widthsOf(codes: readonly FontCode[]): string {
  let written = '';
  let next = -1;
  for (const { id, advance } of codes) {
    written += id === next ? ' ' : `${next < 0 ? '' : '] '}${id} [`;
    written += advance;
    next = id + 1;
  }
  return next < 0 ? '' : `${written}]`;
}

function tableOf(file: Buffer, tag: string): Buffer {
  for (let entry = 12; entry < 12 + file.readUInt16BE(4) * 16; entry += 16) {
    if (file.toString('latin1', entry, entry + 4) !== tag) continue;
    const start = file.readUInt32BE(entry + 8);
    return file.subarray(start, start + file.readUInt32BE(entry + 12));
  }
  throw new Error(`The font has no table ${tag}.`);
}
