import { mapEntries } from './character-map.ts';
import type { TextCode } from './cluster-shares.ts';
import { CompositeGlyphs } from './composite-glyphs.ts';
import { type PdfObject, readStream, writeStream } from './pdf-objects.ts';
import type { GlyphFont } from './run-writing.ts';
import { fromUtf16 } from './utf-16.ts';

const ENTRY = /^<([\dA-F]{4})> <([\dA-F]+)>$/gm;

/** A font of a PDF: composite, with the identity as its encoding, as Typst embeds it. */
export class EmbeddedFont implements GlyphFont {
  readonly #descendant: PdfObject;
  readonly #characterMap: PdfObject;
  readonly #set: PdfObject;
  readonly #file: PdfObject | undefined;
  readonly #objects: readonly PdfObject[];
  readonly #widths: ReadonlyMap<number, number>;
  readonly #texts: ReadonlyMap<number, string>;
  readonly #added = new Map<string, { id: number; advance: number; text: string }>();
  #glyphs: CompositeGlyphs | undefined;

  constructor(number: number, objects: readonly PdfObject[]) {
    this.#objects = objects;
    const font = this.#object(number);
    this.#descendant = this.#named(font, 'DescendantFonts');
    this.#characterMap = this.#named(font, 'ToUnicode');
    const descriptor = this.#named(this.#descendant, 'FontDescriptor');
    this.#set = this.#named(descriptor, 'CIDSet');
    this.#file = descriptor.body.includes('/FontFile2 ') ? this.#named(descriptor, 'FontFile2') : undefined;
    this.#widths = readWidths(this.#descendant.body);
    const entries = readStream(this.#characterMap.body).matchAll(ENTRY);
    this.#texts = new Map(
      [...entries].map(([, code = '', text = '']) => [Number.parseInt(code, 16), fromUtf16(text)]),
    );
  }

  /** Whether glyphs can be added: outlines in the form of PostScript take none. */
  get takesGlyphs(): boolean {
    return this.#file !== undefined;
  }

  advance(glyph: number): number {
    return this.#widths.get(glyph) ?? 0;
  }

  /** What a glyph stands for if nothing else is said. */
  text(glyph: number): string {
    return this.#texts.get(glyph) ?? '';
  }

  glyphFor({ x, y, text, advance, glyphs }: TextCode): { id: number; advance: number } | undefined {
    const parts = glyphs.map((glyph) => ({ id: glyph.id, x: glyph.x - x, y: glyph.y - y }));
    const [{ id } = { id: 0 }] = parts;
    const isAlone = parts.every((part) => part.x === 0 && part.y === 0) && parts.length === 1;
    if (isAlone && text === this.text(id) && advance === this.advance(id)) return { id, advance };
    if (this.#file === undefined) return undefined;
    const places = parts.map((part) => [part.id, Math.round(part.x), Math.round(part.y)]);
    const key = JSON.stringify([text, Math.round(advance), places]);
    const known = this.#added.get(key);
    if (known) return known;
    this.#glyphs ??= new CompositeGlyphs(Buffer.from(readStream(this.#file.body), 'latin1'));
    const added = { ...this.#glyphs.add({ parts, advance: Math.max(0, advance) }), text };
    this.#added.set(key, added);
    return added;
  }

  /** Returns the objects of the font that have changed: number and body. */
  changes(): [number, string][] {
    if (this.#glyphs === undefined || this.#file === undefined) return [];
    const added = [...this.#added.values()];
    const widths = added.map(({ id, advance }) => ` ${id} ${id} ${advance}`).join('');
    const descendant = this.#descendant.body.replace(
      /\/W \[([^\]]*)\]/,
      (_, known) => `/W [${known}${widths}]`,
    );
    return [
      [this.#descendant.number, descendant],
      [
        this.#characterMap.number,
        writeStream('/Type /CMap /WMode 0', Buffer.from(this.#mapWith(added), 'latin1')),
      ],
      [this.#set.number, writeStream('', allBits(this.#glyphs.count))],
      [this.#file.number, writeStream('', this.#glyphs.write())],
    ];
  }

  #mapWith(added: readonly { id: number; text: string }[]): string {
    return readStream(this.#characterMap.body).replace('endcmap', () => `${mapEntries(added)}endcmap`);
  }

  #object(number: number): PdfObject {
    const object = this.#objects[number - 1];
    if (object === undefined) throw new Error(`The typesetter wrote a PDF without the object ${number}.`);
    return object;
  }

  #named(object: PdfObject, name: string): PdfObject {
    const found = new RegExp(`/${name} \\[?(\\d+) 0 R`).exec(object.body);
    if (!found) throw new Error(`The typesetter wrote a font without ${name}.`);
    return this.#object(Number(found[1]));
  }
}

/** Widths of ranges: first, last, width. */
function readWidths(body: string): Map<number, number> {
  const widths = new Map<number, number>();
  const numbers = (/\/W \[([^\]]*)\]/.exec(body)?.[1] ?? '').trim().split(/\s+/).map(Number);
  for (let at = 0; at + 2 < numbers.length; at += 3) {
    const [first = 0, last = 0, width = 0] = numbers.slice(at, at + 3);
    for (let glyph = first; glyph <= last; glyph++) widths.set(glyph, width);
  }
  return widths;
}

/** The set of all glyphs, a bit for each. */
function allBits(count: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(count / 8)).fill(0xff);
  if (count % 8 > 0) bytes[bytes.length - 1] = (0xff << (8 - (count % 8))) & 0xff;
  return bytes;
}
