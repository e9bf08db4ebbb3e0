import { LRUCache } from 'lru-cache';
import { characterMap } from '../pdf/character-map.ts';
import type { TextCode } from '../pdf/cluster-shares.ts';
import type { GlyphFont } from '../pdf/run-writing.ts';
import { writeCompactFont } from '../shaping/compact-font.ts';
import type { GlyphPart, ShapedFont } from '../shaping/shaped-font.ts';

/** A code of a font: the glyphs that it shows, and the text that it stands for. */
interface FontCode {
  id: number;
  advance: number;
  /** The name of its font. */
  font: string;
  text: string;
  source: ShapedFont;
  parts: readonly GlyphPart[];
}

/** An object of a PDF that has no number yet: its entries, and its compressed content if it is a stream. */
export interface NewObject {
  entries: string;
  packed?: Uint8Array;
}

/** Compresses a stream. */
export type Pack = (bytes: Uint8Array) => Uint8Array;

/** A font as it is embedded. */
interface EmbeddedFont {
  name: string;
  box: readonly number[];
  widths: string;
  map: Uint8Array;
  file: Uint8Array;
}

const NAME = 'RoomshotStamp';
/** ISO 32000-1, table 123: the font has characters beyond those of standard Latin. */
const SYMBOLIC = 4;
const STEM = 80;

/** Fonts of stamps that were written lately: the same people give the same titles. */
const REMEMBERED_BYTES = 2 * 1024 * 1024;
const remembered = new LRUCache<string, EmbeddedFont>({
  maxSize: REMEMBERED_BYTES,
  sizeCalculation: ({ map, file, widths }, key) => map.length + file.length + widths.length + key.length,
});

/** A font of glyphs of any fonts, as many as were asked for. Each of its codes stands for its own text. */
export class CodedFont {
  readonly #name: string;
  readonly #codes = new Map<string, FontCode>();
  #isClosed = false;

  /** @param name its name in the content of a stamp */
  constructor(name: string) {
    this.#name = name;
  }

  /** How many objects the font has. */
  static readonly count = 5;

  /** Lets nothing more be added: the font is embedded already. */
  close(): this {
    this.#isClosed = true;
    return this;
  }

  get isEmpty(): boolean {
    return this.#codes.size === 0;
  }

  /** Returns the codes for the glyphs of a font. */
  of(font: ShapedFont): GlyphFont {
    return { glyphFor: (code) => this.#codeFor(font, code) };
  }

  #codeFor(font: ShapedFont, { x, y, text, advance, glyphs }: TextCode): FontCode | undefined {
    const width = Math.round(Math.max(0, advance));
    let key = `${font.family}\n${width}\n${text}`;
    for (const glyph of glyphs) key += `\n${glyph.id} ${Math.round(glyph.x - x)} ${Math.round(glyph.y - y)}`;
    const known = this.#codes.get(key);
    if (known || this.#isClosed) return known;
    const parts = glyphs.map((glyph) => ({
      id: glyph.id,
      x: Math.round(glyph.x - x),
      y: Math.round(glyph.y - y),
    }));
    const code = { id: this.#codes.size + 1, advance: width, font: this.#name, text, source: font, parts };
    this.#codes.set(key, code);
    return code;
  }

  /**
   * Returns the objects of the font (ISO 32000-1, 9.7).
   * @param first the number of the first, which the others follow
   * @param pack the same for every font of a process
   */
  write(first: number, pack: Pack): NewObject[] {
    const { name, box, widths, map, file } = this.#embedded(pack);
    const [descendant, mapAt, descriptor, fileAt] = [1, 2, 3, 4].map((place) => `${first + place} 0 R`);
    const [, bottom, , top] = box;
    return [
      {
        entries: `/Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant}] /ToUnicode ${mapAt}`,
      },
      {
        entries: `/Type /Font /Subtype /CIDFontType0 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} /DW 0 /W [1 [${widths}]]`,
      },
      { entries: '', packed: map },
      {
        entries: `/Type /FontDescriptor /FontName /${name} /Flags ${SYMBOLIC} /FontBBox [${box.join(' ')}] /ItalicAngle 0 /Ascent ${top} /Descent ${bottom} /CapHeight ${top} /StemV ${STEM} /FontFile3 ${fileAt}`,
      },
      { entries: '/Subtype /CIDFontType0C', packed: file },
    ];
  }

  #embedded(pack: Pack): EmbeddedFont {
    const key = [...this.#codes.keys()].join('\n\n');
    const embedded = remembered.get(key) ?? embed([...this.#codes.values()], pack);
    remembered.set(key, embedded);
    return embedded;
  }
}

function embed(codes: readonly FontCode[], pack: Pack): EmbeddedFont {
  const glyphs = codes.map(({ source, parts, advance }) => source.draw(parts, advance));
  const boxes = glyphs.flatMap(({ box }) => (box ? [box] : []));
  const box = [0, 1, 2, 3].map((side) =>
    boxes.reduce((most, one) => Math[side < 2 ? 'min' : 'max'](most, one[side] ?? 0), 0),
  );
  const name = `${tagOf(codes)}+${NAME}`;
  return {
    name,
    box,
    widths: codes.map(({ advance }) => advance).join(' '),
    map: pack(Buffer.from(characterMap(codes.map(({ text }) => text)))),
    file: pack(writeCompactFont(name, glyphs, box)),
  };
}

/** Six letters that differ between fonts of stamps (ISO 32000-1, 9.6.4). */
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
