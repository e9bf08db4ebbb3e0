import { inflateSync } from 'node:zlib';
import { zlibSync } from 'fflate';

// The objects of a PDF as Typst writes it. What is not written as expected is refused, not guessed.

/** An indirect object. */
export interface PdfObject {
  number: number;
  /** What stands between `obj` and `endobj`: a character for each byte, because V8 is quicker at strings than at buffers. */
  body: string;
}

export interface PdfObjects {
  /** What stands before the first object. */
  head: string;
  /** In the order of their numbers, which begin at 1. */
  objects: PdfObject[];
  /** The entries of the trailer, without the number of objects. */
  trailer: string;
}

/** Written in JavaScript, so that equal bytes come out on every machine and every Node. */
export const deflate = (bytes: Uint8Array): Uint8Array => zlibSync(bytes, { level: 1 });

/** The same, smaller and slower. */
export const deflateWell = (bytes: Uint8Array): Uint8Array => zlibSync(bytes, { level: 9 });

export const ENDSTREAM = '\nendstream';
/** Each entry of a cross-reference table has so many bytes; the first is of no object. */
const TABLE_ENTRY = 20;

/**
 * Reads the objects by the cross-reference table.
 * @param pdf as Typst writes it: one section with a cross-reference table, no object in use twice
 */
export function readObjects(pdf: Uint8Array): PdfObjects {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const end = text.slice(text.lastIndexOf('trailer'));
  const found = /^trailer\s*<<\s*\/Size (\d+)(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$/s.exec(end);
  if (!found) throw new Error('The typesetter wrote a PDF without a trailer as expected.');
  const [, size, trailer = '', table] = found;
  const tableStart = Number(table);
  const offsets = readTable(text, tableStart, Number(size));
  const inOrder = [...new Uint32Array([...offsets, tableStart]).sort()];
  const ends = new Map(inOrder.map((offset, index) => [offset, inOrder[index + 1] ?? tableStart]));
  const objects = offsets.map((start, index) => readObject(text, index + 1, start, ends.get(start) ?? start));
  return { head: text.slice(0, text.indexOf('1 0 obj')), objects, trailer: trailer.trim() };
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
  return { number, body: text.slice(start + head.length, bodyEnd) };
}

export const isStream = (body: string): boolean => body.endsWith(ENDSTREAM);

/** Returns the bytes of a stream, a character for each, uncompressed. */
export function readStream(body: string): string {
  const start = body.indexOf('stream\n') + 'stream\n'.length;
  const content = body.slice(start, -ENDSTREAM.length);
  if (!body.slice(0, start).includes('/Filter /FlateDecode')) return content;
  return inflateSync(Buffer.from(content, 'latin1')).toString('latin1');
}

/** Returns the body of a compressed stream, with its entries but without length and filter. */
export const writeStream = (entries: string, content: Uint8Array): string =>
  writePacked(entries, deflate(content));

/** The same for a content that is compressed already. */
export function writePacked(entries: string, content: Uint8Array): string {
  const packed = Buffer.from(content).toString('latin1');
  return `<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}${ENDSTREAM}`;
}
