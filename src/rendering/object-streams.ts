import { zlibSync } from 'fflate';

/** How many objects share a stream: a reader inflates all of one to find one of them. */
const OBJECTS_IN_A_STREAM = 200;
/** Written in JavaScript, so that equal bytes come out on every machine and every Node. */
const deflate = (bytes: Uint8Array): Uint8Array => zlibSync(bytes, { level: 1 });

/** Bytes of each field of a cross-reference entry: its type, a place, a number within the place. */
const FIELDS = [1, 4, 2] as const;
const ENTRY_SIZE = FIELDS[0] + FIELDS[1] + FIELDS[2];

/** Where an object stands: at an offset in the file, or at a position in an object stream. */
type Place = { offset: number } | { stream: number; index: number };

interface PdfObject {
  number: number;
  /** With its `obj` and `endobj`. */
  whole: Buffer;
  body: Buffer;
}

/**
 * Writes a PDF anew with its objects in compressed object streams (ISO 32000-1, 7.5.7 and 7.5.8). Typst writes
 * each element of the tag structure as an uncompressed object, and these are more than half of a report.
 * @param pdf as Typst writes it: one section with a cross-reference table, no object in use twice
 */
export function packObjects(pdf: Uint8Array): Uint8Array {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const { objects, trailer } = readObjects(file);
  const parts: Uint8Array[] = [];
  let length = 0;
  const write = (...bytes: Uint8Array[]): number => {
    const offset = length;
    for (const part of bytes) length += part.length;
    parts.push(...bytes);
    return offset;
  };
  const places = new Map<number, Place>();
  write(file.subarray(0, file.indexOf('1 0 obj')));
  for (const { number, whole } of objects.filter(isStream)) places.set(number, { offset: write(whole) });
  const small = objects.filter((object) => !isStream(object));
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

/** Reads the objects by the cross-reference table, in the order of their numbers, and what the trailer says of them. */
function readObjects(file: Buffer): { objects: PdfObject[]; trailer: string } {
  const end = file.toString('latin1', file.lastIndexOf('trailer'));
  const found = /^trailer\s*<<\s*\/Size (\d+)(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$/s.exec(end);
  if (!found) throw new Error('The typesetter wrote a PDF without a trailer as expected.');
  const [, size, trailer = '', table] = found;
  const tableStart = Number(table);
  const lines = file.toString('latin1', tableStart, file.length - end.length).matchAll(/^(\d{10}) 00000 n/gm);
  const offsets = Array.from(lines, ([, offset]) => Number(offset));
  if (offsets.length !== Number(size) - 1) throw new Error('The typesetter wrote a PDF with unused objects.');
  const inOrder = [...offsets, tableStart].toSorted((one, other) => one - other);
  const ends = new Map(inOrder.map((offset, index) => [offset, inOrder[index + 1]]));
  const objects = offsets.map((offset, index) =>
    readObject(file.subarray(offset, ends.get(offset)), index + 1),
  );
  return { objects, trailer: trailer.trim() };
}

function readObject(whole: Buffer, number: number): PdfObject {
  const head = `${number} 0 obj\n`;
  const end = whole.lastIndexOf('\nendobj');
  if (whole.toString('latin1', 0, head.length) !== head || end < 0) {
    throw new Error(`The typesetter wrote a PDF whose object ${number} is not where it should be.`);
  }
  return { number, whole, body: whole.subarray(head.length, end) };
}

const ENDSTREAM = Buffer.from('endstream');
const isStream = ({ body }: PdfObject): boolean => body.subarray(-ENDSTREAM.length).equals(ENDSTREAM);

function objectStream(number: number, members: readonly PdfObject[]): Buffer[] {
  let offset = 0;
  const places: string[] = [];
  const bodies: Buffer[] = [];
  for (const member of members) {
    places.push(`${member.number} ${offset}`);
    bodies.push(member.body, NEW_LINE);
    offset += member.body.length + NEW_LINE.length;
  }
  const head = Buffer.from(`${places.join(' ')}\n`);
  const entries = `/Type /ObjStm /N ${members.length} /First ${head.length}`;
  return streamObject(number, entries, Buffer.concat([head, ...bodies]));
}

const NEW_LINE = Buffer.from('\n');

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
