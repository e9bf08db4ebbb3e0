import { deflate, isStream, type PdfObject, type PdfObjects } from './pdf-objects.ts';

/** How many objects share a stream: a reader inflates all of one to find one of them. */
const OBJECTS_IN_A_STREAM = 500;
/** Bytes of each field of a cross-reference entry: its type, a place, a number within the place. */
export const FIELDS = [1, 4, 2] as const;
export const ENTRY_SIZE = FIELDS[0] + FIELDS[1] + FIELDS[2];

/** The place of an object: an offset in the file, or a position in an object stream. */
type Place = { offset: number } | { stream: number; index: number };

/**
 * Writes a PDF with its objects in compressed object streams (ISO 32000-1, 7.5.7 and 7.5.8). Typst writes each element of
 * the tag structure as an uncompressed object, and these are more than half of a report.
 */
export function packObjects({ head, objects, trailer }: PdfObjects): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const write = (...bytes: Uint8Array[]): number => {
    const offset = length;
    for (const part of bytes) length += part.length;
    parts.push(...bytes);
    return offset;
  };
  const places = new Map<number, Place>();
  write(Buffer.from(head, 'latin1'));
  for (const object of objects) {
    if (isStream(object.body)) places.set(object.number, { offset: write(wholeObject(object)) });
  }
  const small = objects.filter(({ body }) => !isStream(body));
  let next = objects.length + 1;
  for (let start = 0; start < small.length; start += OBJECTS_IN_A_STREAM) {
    const members = small.slice(start, start + OBJECTS_IN_A_STREAM);
    const stream = next++;
    places.set(stream, { offset: write(...objectStream(stream, members)) });
    for (const [index, { number }] of members.entries()) places.set(number, { stream, index });
  }
  places.set(next, { offset: length });
  const entries = crossReference(places, next);
  write(...streamObject(next, `/Type /XRef /Size ${next + 1} /W [${FIELDS.join(' ')}] ${trailer}`, entries));
  write(Buffer.from(`startxref\n${(places.get(next) as { offset: number }).offset}\n%%EOF`));
  return Buffer.concat(parts);
}

const wholeObject = ({ number, body }: PdfObject): Buffer =>
  Buffer.from(`${number} 0 obj\n${body}\nendobj\n\n`, 'latin1');

function objectStream(number: number, members: readonly PdfObject[]): Buffer[] {
  let offset = 0;
  let places = '';
  let bodies = '';
  for (const member of members) {
    places += `${member.number} ${offset} `;
    bodies += `${member.body}\n`;
    offset += member.body.length + 1;
  }
  const head = `${places.trimEnd()}\n`;
  const entries = `/Type /ObjStm /N ${members.length} /First ${head.length}`;
  return streamObject(number, entries, Buffer.from(head + bodies, 'latin1'));
}

function crossReference(places: ReadonlyMap<number, Place>, last: number): Buffer {
  const entries = Buffer.alloc((last + 1) * ENTRY_SIZE);
  const write = (number: number, type: number, place: number, within: number) => {
    const start = number * ENTRY_SIZE;
    entries.writeUInt8(type, start);
    entries.writeUInt32BE(place, start + FIELDS[0]);
    entries.writeUInt16BE(within, start + FIELDS[0] + FIELDS[1]);
  };
  write(0, 0, 0, 65_535);
  for (const [number, place] of places) {
    if ('offset' in place) write(number, 1, place.offset, 0);
    else write(number, 2, place.stream, place.index);
  }
  return entries;
}

function streamObject(number: number, entries: string, content: Uint8Array): Buffer[] {
  const packed = deflate(content);
  const head = `${number} 0 obj\n<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  return [Buffer.from(head), Buffer.from(packed), Buffer.from('\nendstream\nendobj\n')];
}
