/**
 * The part of ASN.1 DER (ITU-T X.690) that certificates and signatures need. We write both byte for byte, and check a
 * signature by rewriting and comparing it, so the reader is strict and small.
 */

/** One element: its tag, its content, and the whole element with tag and length. */
export interface DerElement {
  tag: number;
  content: Uint8Array;
  raw: Uint8Array;
}

/** The error for bytes that are not the expected DER. It never leaves this folder. */
export class DerError extends Error {}

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

function element(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  return Buffer.concat([Uint8Array.from([tag, ...lengthOctets(length)]), ...contents]);
}

/** The writers, one for each ASN.1 type. */
export const der = {
  sequence: (...elements: Uint8Array[]) => element(TAG.sequence, ...elements),
  /** Writes a SET OF. DER requires its elements in the order of their bytes. */
  setOf: (...elements: Uint8Array[]) => element(TAG.set, ...elements.toSorted(Buffer.compare)),
  octets: (bytes: Uint8Array) => element(TAG.octetString, bytes),
  bits: (bytes: Uint8Array, unusedBits = 0) => element(TAG.bitString, Uint8Array.of(unusedBits), bytes),
  boolean: (value: boolean) => element(TAG.boolean, Uint8Array.of(value ? 0xff : 0)),
  null: () => element(TAG.null),
  utf8: (text: string) => element(TAG.utf8String, Buffer.from(text, 'utf8')),
  /** Writes a constructed, context-specific element: `[number] { … }`. */
  tagged: (number: number, ...elements: Uint8Array[]) => element(0xa0 | number, ...elements),
  /** Writes a primitive, context-specific element: `[number] IMPLICIT OCTET STRING`. */
  taggedOctets: (number: number, bytes: Uint8Array) => element(0x80 | number, bytes),
  oid: writeObjectIdentifier,
  /** Writes a non-negative integer from its big-endian bytes, in the fewest octets. */
  unsigned: writeUnsigned,
  time: writeTime,
};

function writeObjectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let more = Math.floor(arc / 128); more > 0; more = Math.floor(more / 128)) {
      groups.unshift(0x80 | (more % 128));
    }
    octets.push(...groups);
  }
  return element(TAG.objectIdentifier, Uint8Array.from(octets));
}

function writeUnsigned(bytes: Uint8Array): Uint8Array {
  const firstSignificant = bytes.findIndex((byte) => byte !== 0);
  const magnitude = firstSignificant < 0 ? Uint8Array.of(0) : bytes.subarray(firstSignificant);
  const isNegativeLooking = (magnitude[0] ?? 0) >= 0x80;
  return element(TAG.integer, ...(isNegativeLooking ? [Uint8Array.of(0)] : []), magnitude);
}

/** Writes a time (RFC 5280, 4.1.2.5): UTCTime until 2049, GeneralizedTime from then on. */
function writeTime(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/[-:T]|\..*$/g, '');
  return date.getUTCFullYear() < 2050
    ? element(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : element(TAG.generalizedTime, Buffer.from(`${digits}Z`, 'latin1'));
}

/**
 * Reads the element at the start of the bytes. The bytes after it are ignored.
 * @throws DerError if there is none, it is truncated, or its length is not in the shortest form
 */
export function readElement(bytes: Uint8Array): DerElement {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) throw new DerError('cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('long tag');
  const lengthSize = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthSize > 4) throw new DerError('unsupported length');
  const length =
    lengthSize === 0 ? first : bytes.subarray(2, 2 + lengthSize).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = 2 + lengthSize;
  if (lengthOctets(length).length !== 1 + lengthSize) throw new DerError('length not minimal');
  if (start + length > bytes.length) throw new DerError('cut off');
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(0, start + length) };
}

/**
 * Reads the elements inside a constructed one. At most 64 are allowed, which is more than any structure of ours has.
 * @throws DerError as `readElement`
 */
export function readChildren(parent: DerElement): DerElement[] {
  const children: DerElement[] = [];
  for (let rest = parent.content; rest.length > 0; ) {
    if (children.length === 64) throw new DerError('too many elements');
    const child = readElement(rest);
    children.push(child);
    rest = rest.subarray(child.raw.length);
  }
  return children;
}

/**
 * Returns the child at an index, which must exist.
 * @throws DerError if it does not exist
 */
export function childAt(parent: DerElement, index: number): DerElement {
  const child = readChildren(parent).at(index);
  if (!child) throw new DerError('element missing');
  return child;
}
