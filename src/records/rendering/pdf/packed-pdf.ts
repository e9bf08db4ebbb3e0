import { inflateSync } from 'node:zlib';
import { type Dictionary, readDictionary, readList } from './dictionary.ts';
import { ENTRY_SIZE, FIELDS } from './object-streams.ts';
import { ENDSTREAM } from './pdf-objects.ts';

const END = /startxref\n(\d{1,10})\n%%EOF$/;
const END_SIZE = 64;
/** The longest dictionary of a stream that is read. */
const MAX_HEAD = 8192;

/** A stream with the number of its object. */
interface ReadStream {
  number: number;
  entries: Dictionary;
  content: Buffer;
}

/**
 * Reads single objects of a PDF that `packObjects` wrote.
 * @throws Error if it did not write the file, or something was added since
 */
export class PackedPdf {
  /** The entries of its only cross-reference section, which is its trailer, too. */
  readonly trailer: Dictionary;
  /** Where that section begins. */
  readonly crossReference: number;
  /** The number of objects, and so the next free number. */
  readonly size: number;
  readonly #file: Buffer;
  readonly #table: Buffer;
  readonly #objectStreams = new Map<number, ReadStream>();

  constructor(bytes: Uint8Array) {
    this.#file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = END.exec(this.#file.toString('latin1', Math.max(0, bytes.length - END_SIZE)));
    this.crossReference = Number(end?.[1] ?? Number.NaN);
    const { entries, content } = this.#streamAt(this.crossReference);
    this.trailer = entries;
    this.#table = content;
    this.size = Number(entries.get('Size'));
    const isWhole = entries.get('Type') === '/XRef' && content.length === this.size * ENTRY_SIZE;
    if (!isWhole || entries.has('Prev') || entries.has('Encrypt')) throw unexpected();
  }

  /** Returns the body of an object that is no stream. */
  body(number: number): string {
    const start = this.#entry(number, 2);
    const within = this.#table.readUInt16BE(number * ENTRY_SIZE + FIELDS[0] + FIELDS[1]);
    const { entries, content } = this.#objectStream(start);
    const first = Number(entries.get('First'));
    const places = content.toString('latin1', 0, first).trim().split(' ').map(Number);
    const [found, offset = 0, , next] = places.slice(within * 2);
    if (found !== number) throw unexpected();
    return content
      .toString('latin1', first + offset, next === undefined ? undefined : first + next)
      .trimEnd();
  }

  readonly dictionary = (number: number): Dictionary => readDictionary(this.body(number));

  /** Returns the content of a stream, uncompressed. */
  content(number: number): Buffer {
    const stream = this.#streamAt(this.#entry(number, 1));
    if (stream.number !== number) throw unexpected();
    return stream.content;
  }

  #objectStream(number: number): ReadStream {
    const known = this.#objectStreams.get(number);
    if (known) return known;
    const stream = this.#streamAt(this.#entry(number, 1));
    if (stream.number !== number || stream.entries.get('Type') !== '/ObjStm') throw unexpected();
    this.#objectStreams.set(number, stream);
    return stream;
  }

  /** Returns the place in the entry of an object, which must be of a type. */
  #entry(number: number, type: 1 | 2): number {
    const at = number * ENTRY_SIZE;
    if (!(number > 0 && number < this.size) || this.#table.readUInt8(at) !== type) throw unexpected();
    return this.#table.readUInt32BE(at + FIELDS[0]);
  }

  #streamAt(start: number): ReadStream {
    const text = this.#file.toString('latin1', start, start + MAX_HEAD);
    const begin = /^(\d{1,10}) 0 obj\n/.exec(text);
    const head = text.slice(begin?.[0].length ?? 0, text.indexOf('\nstream\n'));
    if (!begin || !text.includes('\nstream\n')) throw unexpected();
    const entries = readDictionary(head);
    const from = start + begin[0].length + head.length + '\nstream\n'.length;
    const to = from + Number(entries.get('Length'));
    if (this.#file.toString('latin1', to, to + ENDSTREAM.length) !== ENDSTREAM) throw unexpected();
    const content = this.#file.subarray(from, to);
    const filter = readList(entries.get('Filter'));
    if (filter.length > 0 && filter[0] !== '/FlateDecode') throw unexpected();
    return { number: Number(begin[1]), entries, content: filter.length > 0 ? inflateSync(content) : content };
  }
}

const unexpected = (): Error => new Error('The PDF is not as the report compiler writes it.');
