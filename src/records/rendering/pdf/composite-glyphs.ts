/** A new glyph: glyphs that exist, each moved, in thousandths of the font size. */
export interface CompositeGlyph {
  parts: readonly { id: number; x: number; y: number }[];
  advance: number;
}

/** Flags of a part (OpenType, table glyf): its place is two words, more parts follow. */
const WORDS_OF_PLACE = 0x0003;
const MORE_PARTS = 0x0020;
const FILE_CHECKSUM = 0xb1b0afba;

/** The embedded part of a TrueType font, to which glyphs can be added. */
export class CompositeGlyphs {
  readonly #tables: Map<string, Buffer>;
  readonly #version: Buffer;
  readonly #added: CompositeGlyph[] = [];
  readonly #unitsPerEm: number;
  readonly #count: number;

  /** @param file a font with outlines in the table glyf */
  constructor(file: Buffer) {
    this.#version = file.subarray(0, 4);
    this.#tables = readTables(file);
    this.#unitsPerEm = this.#table('head').readUInt16BE(18);
    this.#count = this.#table('maxp').readUInt16BE(4);
  }

  /** Adds a glyph. Returns its number, and how far the pen moves on after it: that is a whole number of units of the font. */
  add(glyph: CompositeGlyph): { id: number; advance: number } {
    const id = this.#count + this.#added.length;
    this.#added.push(glyph);
    return { id, advance: (this.#units(glyph.advance) * 1000) / this.#unitsPerEm };
  }

  /** How many glyphs the font has. */
  get count(): number {
    return this.#count + this.#added.length;
  }

  /** Returns the font with the glyphs that were added. */
  write(): Buffer {
    const glyphs = [this.#table('glyf')];
    const places = this.#places();
    const metrics = this.#metrics();
    let end = places.at(-1) ?? 0;
    for (const glyph of this.#added) {
      const { bytes, left } = this.#composite(glyph, places, metrics);
      glyphs.push(bytes);
      end += bytes.length;
      places.push(end);
      metrics.push([this.#units(glyph.advance), left]);
    }
    const tables = new Map(this.#tables);
    const copy = (tag: string): Buffer => {
      const table = Buffer.from(this.#table(tag));
      tables.set(tag, table);
      return table;
    };
    copy('head').writeInt16BE(1, 50);
    // Version 3: without names of glyphs, which nothing in a PDF needs.
    const names = Buffer.from(this.#table('post').subarray(0, 32));
    names.writeUInt32BE(0x00030000, 0);
    tables.set('post', names);
    copy('hhea').writeUInt16BE(metrics.length, 34);
    this.#writeLimits(copy('maxp'));
    tables.set('glyf', Buffer.concat(glyphs));
    tables.set(
      'loca',
      words(places, 4, (table, place, at) => table.writeUInt32BE(place, at)),
    );
    const flat = metrics.flatMap(([advance, left]) => [advance, left & 0xffff]);
    tables.set(
      'hmtx',
      words(flat, 2, (table, value, at) => table.writeUInt16BE(value, at)),
    );
    return writeTables(this.#version, tables);
  }

  #table(tag: string): Buffer {
    const table = this.#tables.get(tag);
    if (table === undefined) throw new Error(`The typesetter embedded a font without a table ${tag}.`);
    return table;
  }

  readonly #units = (thousandths: number): number => Math.round((thousandths * this.#unitsPerEm) / 1000);

  #places(): number[] {
    const loca = this.#table('loca');
    const isLong = this.#table('head').readInt16BE(50) === 1;
    return Array.from({ length: this.#count + 1 }, (_, index) =>
      isLong ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2,
    );
  }

  /** Of each glyph how far the pen moves on, and its free space on the left. */
  #metrics(): [advance: number, left: number][] {
    const hmtx = this.#table('hmtx');
    const full = this.#table('hhea').readUInt16BE(34);
    return Array.from({ length: this.#count }, (_, glyph) => {
      const last = Math.min(glyph, full - 1) * 4;
      return [
        hmtx.readUInt16BE(last),
        hmtx.readInt16BE(glyph < full ? last + 2 : full * 4 + (glyph - full) * 2),
      ];
    });
  }

  #composite(
    { parts }: CompositeGlyph,
    places: readonly number[],
    metrics: readonly [number, number][],
  ): { bytes: Buffer; left: number } {
    const glyf = this.#table('glyf');
    const box = { left: Infinity, bottom: Infinity, right: -Infinity, top: -Infinity };
    const shown: { id: number; x: number; y: number }[] = [];
    for (const { id, x, y } of parts) {
      const start = places[id] ?? 0;
      if (start === places[id + 1]) continue;
      // A glyph stands where its free space on the left says, wherever its outline begins.
      const place = {
        id,
        x: this.#units(x) + (metrics[id]?.[1] ?? 0) - glyf.readInt16BE(start + 2),
        y: this.#units(y),
      };
      box.left = Math.min(box.left, glyf.readInt16BE(start + 2) + place.x);
      box.bottom = Math.min(box.bottom, glyf.readInt16BE(start + 4) + place.y);
      box.right = Math.max(box.right, glyf.readInt16BE(start + 6) + place.x);
      box.top = Math.max(box.top, glyf.readInt16BE(start + 8) + place.y);
      shown.push(place);
    }
    if (shown.length === 0) return { bytes: Buffer.alloc(0), left: 0 };
    const head = [-1, box.left, box.bottom, box.right, box.top];
    const body = shown.flatMap(({ id, x, y }, index) => [
      WORDS_OF_PLACE | (index < shown.length - 1 ? MORE_PARTS : 0),
      id,
      x,
      y,
    ]);
    const values = [...head, ...body].map((value) => value & 0xffff);
    if (values.length % 2 === 1) values.push(0);
    return { bytes: words(values, 2, (table, value, at) => table.writeUInt16BE(value, at)), left: box.left };
  }

  #writeLimits(maxp: Buffer): void {
    const most = Math.max(...this.#added.map(({ parts }) => parts.length));
    const larger = (at: number, value: number) =>
      maxp.writeUInt16BE(Math.max(maxp.readUInt16BE(at), value), at);
    maxp.writeUInt16BE(this.count, 4);
    const [points, contours] = [6, 8].map((at) => Math.max(maxp.readUInt16BE(at), maxp.readUInt16BE(at + 4)));
    larger(10, (points ?? 0) * most);
    larger(12, (contours ?? 0) * most);
    larger(28, most);
    maxp.writeUInt16BE(maxp.readUInt16BE(30) + 1, 30);
  }
}

function readTables(file: Buffer): Map<string, Buffer> {
  const count = file.readUInt16BE(4);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const entry = 12 + index * 16;
      const start = file.readUInt32BE(entry + 8);
      return [
        file.toString('latin1', entry, entry + 4),
        file.subarray(start, start + file.readUInt32BE(entry + 12)),
      ];
    }),
  );
}

function writeTables(version: Buffer, tables: ReadonlyMap<string, Buffer>): Buffer {
  const head = Buffer.alloc(12 + tables.size * 16);
  version.copy(head);
  const power = Math.floor(Math.log2(tables.size));
  head.writeUInt16BE(tables.size, 4);
  head.writeUInt16BE(16 * 2 ** power, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE(tables.size * 16 - 16 * 2 ** power, 10);
  const parts: Buffer[] = [head];
  let end = head.length;
  let entry = 12;
  let headPlace = 0;
  for (const [tag, table] of tables) {
    if (tag === 'head') {
      table.writeUInt32BE(0, 8);
      headPlace = end;
    }
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
    head.write(tag, entry, 'latin1');
    head.writeUInt32BE(checksum(padded), entry + 4);
    head.writeUInt32BE(end, entry + 8);
    head.writeUInt32BE(table.length, entry + 12);
    parts.push(padded);
    end += padded.length;
    entry += 16;
  }
  const file = Buffer.concat(parts);
  file.writeUInt32BE((FILE_CHECKSUM - checksum(file)) >>> 0, headPlace + 8);
  return file;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

function words<T>(
  values: readonly T[],
  size: number,
  write: (table: Buffer, value: T, at: number) => void,
): Buffer {
  const table = Buffer.alloc(values.length * size);
  for (const [index, value] of values.entries()) write(table, value, index * size);
  return table;
}
