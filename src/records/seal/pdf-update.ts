import { deflateSync } from 'node:zlib';
import { writeDictionary } from '../rendering/pdf/dictionary.ts';
import { ENTRY_SIZE, FIELDS } from '../rendering/pdf/object-streams.ts';
import type { PdfTemplate } from './pdf-template.ts';

/** The streams of a seal are small: a larger window takes longer to allocate than they take to compress. */
const DEFLATE = { level: 9, windowBits: 13, memLevel: 7, chunkSize: 8192 };
export const deflate = (content: Uint8Array | string): Uint8Array => deflateSync(content, DEFLATE);

/** The place of an object: an offset in the file, or a position in an object stream. */
type Place = { offset: number } | { stream: number; index: number };

/**
 * An incremental update (ISO 32000-2, 7.5.6) in the form of the edition: cross-reference streams, and small objects in an
 * object stream (7.5.7 and 7.5.8).
 */
export class PdfUpdate {
  readonly #template: Pick<PdfTemplate, 'length' | 'crossReference' | 'size'>;
  readonly #parts: Uint8Array[] = [];
  readonly #places = new Map<number, Place>();
  readonly #small: { number: number; body: string }[] = [];
  #length: number;
  #next: number;

  constructor(template: Pick<PdfTemplate, 'length' | 'crossReference' | 'size'>) {
    this.#template = template;
    this.#length = template.length;
    this.#next = template.size;
    this.#write(Buffer.from('\n'));
  }

  /** Returns the numbers of new objects: the first of so many. */
  number(count = 1): number {
    this.#next += count;
    return this.#next - count;
  }

  /** Writes an object that is no stream, to be compressed with others. */
  small(number: number, body: string): void {
    this.#small.push({ number, body });
  }

  /** Compresses a stream and writes it. @param entries without length and filter */
  stream(number: number, entries: string, content: Uint8Array | string): void {
    this.packedStream(number, entries, deflate(content));
  }

  /** Writes a stream that is compressed already. */
  packedStream(number: number, entries: string, packed: Uint8Array): void {
    this.plainStream(number, `${entries} /Filter /FlateDecode`, packed);
  }

  /** Writes a stream as it is. */
  plainStream(number: number, entries: string, content: Uint8Array): void {
    const head = Buffer.from(`<< ${entries} /Length ${content.length} >>\nstream\n`);
    this.#object(number, [head, content, Buffer.from('\nendstream')]);
  }

  /** Writes an object uncompressed. */
  plain(number: number, body: string): void {
    this.#object(number, [Buffer.from(body, 'latin1')]);
  }

  /** Writes the small objects. Those that follow go uncompressed. */
  packSmall(): void {
    const stream = this.number();
    let places = '';
    let bodies = '';
    for (const [index, { number, body }] of this.#small.entries()) {
      places += `${number} ${bodies.length} `;
      bodies += `${body}\n`;
      this.#places.set(number, { stream, index });
    }
    const entries = `/Type /ObjStm /N ${this.#small.length} /First ${places.length}`;
    this.stream(stream, entries, Buffer.from(places + bodies, 'latin1'));
  }

  /** Ends the update. Returns its bytes. @param trailer the entries of the trailer that name objects */
  end(trailer: Iterable<readonly [string, string]>): Buffer {
    const number = this.number();
    const start = this.#length;
    this.#places.set(number, { offset: start });
    const { index, table } = crossReference(this.#places);
    const entries: (readonly [string, string])[] = [
      ['Type', '/XRef'],
      ['Size', `${this.#next}`],
      ['Prev', `${this.#template.crossReference}`],
      ['W', `[${FIELDS.join(' ')}]`],
      ['Index', `[${index.join(' ')}]`],
      ...trailer,
    ];
    this.plainStream(number, writeDictionary(entries).slice(3, -3), table);
    this.#write(Buffer.from(`startxref\n${start}\n%%EOF\n`));
    return Buffer.concat(this.#parts);
  }

  #object(number: number, content: Uint8Array[]): void {
    this.#places.set(number, { offset: this.#length });
    for (const part of [Buffer.from(`${number} 0 obj\n`), ...content, Buffer.from('\nendobj\n')])
      this.#write(part);
  }

  #write(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }
}

/** Writes the places of objects: the ranges of their numbers, and an entry for each. */
function crossReference(places: ReadonlyMap<number, Place>): { index: number[]; table: Buffer } {
  const numbers = [...places.keys()].sort((one, other) => one - other);
  const table = Buffer.alloc(numbers.length * ENTRY_SIZE);
  const index: number[] = [];
  for (const [at, number] of numbers.entries()) {
    if (numbers[at - 1] === number - 1) index.push((index.pop() ?? 0) + 1);
    else index.push(number, 1);
    const place = places.get(number) ?? { offset: 0 };
    const [type, where, within] = 'offset' in place ? [1, place.offset, 0] : [2, place.stream, place.index];
    const start = at * ENTRY_SIZE;
    table.writeUInt8(type, start);
    table.writeUInt32BE(where, start + FIELDS[0]);
    table.writeUInt16BE(within, start + FIELDS[0] + FIELDS[1]);
  }
  return { index, table };
}
