/**
 * The slot of the signature in a PDF: `/ByteRange [0 a b c] /Contents <…>` (ISO 32000-2, 12.8.1). The signature covers
 * everything except the hexadecimal string between a and b.
 */
export interface SignatureSlot {
  /** The four numbers as written. */
  byteRange: readonly [number, number, number, number];
  /** The offset of the slot. */
  start: number;
  /** The offsets of the list of numbers, brackets included. */
  rangeStart: number;
  rangeEnd: number;
  /** The offsets of the string, angle brackets included. */
  contentsStart: number;
  contentsEnd: number;
}

/** The largest signature that is read, in hexadecimal digits. */
const MAX_CONTENTS_SIZE = 256 * 1024;
const RANGE_KEY = '/ByteRange';
const SLOT =
  /^\/ByteRange\s{0,4}\[0\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{0,40}\]\s{0,40}\/Contents\s{0,4}</;

/** The placeholder of an offset. It is as long as any offset in a classic cross-reference table. */
export const MAX_OFFSET = 9_999_999_999;

/** The number of false matches of a signature that are ignored. */
const MAX_FALSE_SLOTS = 64;

/** Returns the last signature in a file, or before an offset in it. Returns nothing if there is none. */
export function findSignatureSlot(file: Buffer, before = file.length): SignatureSlot | undefined {
  let start = before;
  for (let tried = 0; tried < MAX_FALSE_SLOTS && start > 0; tried++) {
    start = file.lastIndexOf(RANGE_KEY, start - 1);
    if (start < 0) return undefined;
    const slot = readSlot(file, start);
    if (slot) return slot;
  }
  return undefined;
}

/** The number of possible signatures that are examined. Our files have only one. */
const MAX_CANDIDATES = 1000;

/**
 * Returns whether no other signature precedes this one. A signature that is not at its stated offset is ignored, such
 * as the same words in a title. A file with very many of them is not one of ours.
 */
export function isFirstSignature(file: Buffer, { start }: SignatureSlot): boolean {
  let place = start;
  for (let looked = 0; looked < MAX_CANDIDATES; looked++) {
    if (place === 0) return true;
    place = file.lastIndexOf(RANGE_KEY, place - 1);
    if (place < 0) return true;
    const slot = readSlot(file, place, true);
    if (slot && isWellPlaced(slot)) return false;
  }
  return false;
}

/** @param inPlace accepts only a slot at its stated offset, which avoids the search for the ends of all others */
function readSlot(file: Buffer, start: number, inPlace = false): SignatureSlot | undefined {
  const match = SLOT.exec(file.toString('latin1', start, start + 200));
  if (!match) return undefined;
  const [text, first, second, third] = match;
  const contentsStart = start + text.length - 1;
  if (inPlace && Number(first) !== contentsStart) return undefined;
  // Limit the search: a crafted file could otherwise cause a scan of the whole file for each of many candidates.
  const length = file.subarray(contentsStart, contentsStart + MAX_CONTENTS_SIZE).indexOf('>') + 1;
  if (length === 0) return undefined;
  const contentsEnd = contentsStart + length;
  return {
    start,
    byteRange: [0, Number(first), Number(second), Number(third)],
    rangeStart: start + text.indexOf('['),
    rangeEnd: start + text.indexOf(']') + 1,
    contentsStart,
    contentsEnd,
  };
}

/** Returns whether the gap of a signature is exactly its own slot. */
export const isWellPlaced = ({ byteRange, contentsStart, contentsEnd }: SignatureSlot): boolean =>
  byteRange[1] === contentsStart && byteRange[2] === contentsEnd;

/** Writes the numbers of a slot over the placeholder. @param before the number of bytes in the file before the update */
export function writeByteRange(update: Buffer, slot: SignatureSlot, before: number): void {
  const { contentsStart, contentsEnd, rangeStart, rangeEnd } = slot;
  const numbers = `[0 ${before + contentsStart} ${before + contentsEnd} ${update.length - contentsEnd}`;
  update.write(`${numbers.padEnd(rangeEnd - rangeStart - 1)}]`, rangeStart, 'latin1');
}

/** Writes a signature into its slot. The rest of the slot stays zero. */
export function writeContents(file: Buffer, slot: SignatureSlot, signature: Uint8Array): void {
  file.write(Buffer.from(signature).toString('hex'), slot.contentsStart + 1, 'latin1');
}
