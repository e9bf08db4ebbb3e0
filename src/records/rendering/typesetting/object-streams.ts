import { zlibSync } from 'fflate';

/** How many objects share a stream: a reader inflates all of one to find one of them. */
const OBJECTS_IN_A_STREAM = 500;
/** Written in JavaScript, so that equal bytes come out on every machine and every Node. */
const deflate = (bytes: Uint8Array): Uint8Array => zlibSync(bytes, { level: 1 });

/** Bytes of each field of a cross-reference entry: its type, a place, a number within the place. */
const FIELDS = [1, 4, 2] as const;
const ENTRY_SIZE = FIELDS[0] + FIELDS[1] + FIELDS[2];

/** The place of an object: an offset in the file, or a position in an object stream. */
type Place = { offset: number } | { stream: number; index: number };

/** An indirect object, by its place in the file. */
interface PdfObject {
  number: number;
  /** The bytes of the object, `obj` and `endobj` included. */
  start: number;
  end: number;
  bodyStart: number;
  bodyEnd: number;
}

/**
 * Writes a PDF anew with its objects in compressed object streams (ISO 32000-1, 7.5.7 and 7.5.8). Typst writes
 * each element of the tag structure as an uncompressed object, and these are more than half of a report.
 * @param pdf as Typst writes it: one section with a cross-reference table, no object in use twice
 */
export function packObjects(pdf: Uint8Array): Uint8Array {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  // A character for each byte: V8 is quicker at many small strings than at many small buffers.
  const text = file.toString('latin1');
  const { objects, trailer } = readObjects(text);
  const parts: Uint8Array[] = [];
  let length = 0;
  const write = (...bytes: Uint8Array[]): number => {
    const offset = length;
    for (const part of bytes) length += part.length;
    parts.push(...bytes);
    return offset;
  };
  const places = new Map<number, Place>();
  const isStream = ({ bodyEnd }: PdfObject): boolean =>
    text.startsWith(ENDSTREAM, bodyEnd - ENDSTREAM.length);
  write(file.subarray(0, text.indexOf('1 0 obj')));
  for (const { number, start, end } of objects.filter(isStream)) {
    places.set(number, { offset: write(file.subarray(start, end)) });
  }
  const small = objects.filter((object) => !isStream(object));
  let next = objects.length + 1;
  for (let start = 0; start < small.length; start += OBJECTS_IN_A_STREAM) {
    const members = small.slice(start, start + OBJECTS_IN_A_STREAM);
    const stream = next++;
    places.set(stream, { offset: write(...objectStream(stream, members, text)) });
    for (const [index, { number }] of members.entries()) places.set(number, { stream, index });
  }
  places.set(next, { offset: length });
  const entries = crossReference(places, next);
  write(...streamObject(next, `/Type /XRef /Size ${next + 1} /W [${FIELDS.join(' ')}] ${trailer}`, entries));
  write(Buffer.from(`startxref\n${(places.get(next) as { offset: number }).offset}\n%%EOF`));
  return Buffer.concat(parts);
}

const ENDSTREAM = 'endstream';
/** Each entry of a cross-reference table has so many bytes; the first is of no object. */
const TABLE_ENTRY = 20;

/** Reads the objects by the cross-reference table, in the order of their numbers, and what the trailer says of them. */
function readObjects(text: string): { objects: PdfObject[]; trailer: string } {
  const end = text.slice(text.lastIndexOf('trailer'));
  const found = /^trailer\s*<<\s*\/Size (\d+)(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$/s.exec(end);
  if (!found) throw new Error('The typesetter wrote a PDF without a trailer as expected.');
  const [, size, trailer = '', table] = found;
  const tableStart = Number(table);
  const offsets = readTable(text, tableStart, Number(size));
  const inOrder = [...new Uint32Array([...offsets, tableStart]).sort()];
  const ends = new Map(inOrder.map((offset, index) => [offset, inOrder[index + 1] ?? tableStart]));
  const objects = offsets.map((start, index) => readObject(text, index + 1, start, ends.get(start) ?? start));
  return { objects, trailer: trailer.trim() };
}

function readTable(text: string, start: number, size: number): number[] {
  const head = `xref\n0 ${size}\n`;
  const first = start + head.length + TABLE_ENTRY;
  const offsets = Array.from({ length: size - 1 }, (_, index) => {
    const entry = first + index * TABLE_ENTRY;
    return text.startsWith(' 00000 n', entry + 10) ? Number(text.slice(entry, entry + 10)) : Number.NaN;
  });
  if (!text.startsWith(head, start) || offsets.some(Number.isNaN)) {
    throw new Error('The typesetter wrote a PDF whose cross-reference table is not as expected.');
  }
  return offsets;
}

function readObject(text: string, number: number, start: number, end: number): PdfObject {
  const head = `${number} 0 obj\n`;
  const bodyEnd = text.lastIndexOf('\nendobj', end);
  if (!text.startsWith(head, start) || bodyEnd < start) {
    throw new Error(`The typesetter wrote a PDF whose object ${number} is not where it should be.`);
  }
  return { number, start, end, bodyStart: start + head.length, bodyEnd };
}

function objectStream(number: number, members: readonly PdfObject[], text: string): Buffer[] {
  let offset = 0;
  let places = '';
  let bodies = '';
  for (const member of members) {
    places += `${member.number} ${offset} `;
    bodies += `${text.slice(member.bodyStart, member.bodyEnd)}\n`;
    offset += member.bodyEnd - member.bodyStart + 1;
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
