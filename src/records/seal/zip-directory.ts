/** Layouts and signatures: APPNOTE.TXT 6.3.10, 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (end record). */
const END_SIGNATURE = 0x06054b50;
/** The end record: its signature, and its length without a comment. */
export const ZIP_END_MARK = 'PK\x05\x06';
export const ZIP_END_SIZE = 22;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const MAX_UINT32 = 0xffffffff;

/** The table of contents of a zip file. */
export interface ZipDirectory {
  /** The offset of the table. */
  offset: number;
  /** The raw entries. */
  entries: Uint8Array;
  count: number;
  names: string[];
  /** The offset of the last entry's local header. */
  lastOffset: number;
  /** The offset of the last entry's content. */
  lastContentOffset: number;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Reads the table of contents of a zip in the form that we write: one part, no comment, nothing between the table and
 * the end record. Returns nothing for any other file.
 */
export function readZipDirectory(zip: Uint8Array): ZipDirectory | undefined {
  const endOffset = zip.length - ZIP_END_SIZE;
  if (endOffset < 0) return undefined;
  const view = viewOf(zip);
  const count = view.getUint16(endOffset + 10, true);
  const size = view.getUint32(endOffset + 12, true);
  const offset = view.getUint32(endOffset + 16, true);
  const isOurs =
    view.getUint32(endOffset, true) === END_SIGNATURE &&
    view.getUint32(endOffset + 4, true) === 0 &&
    view.getUint16(endOffset + 8, true) === count &&
    view.getUint16(endOffset + 20, true) === 0 &&
    count > 0 &&
    offset + size === endOffset;
  return isOurs ? readEntries(zip.subarray(offset, endOffset), offset, count) : undefined;
}

function readEntries(entries: Uint8Array, offset: number, count: number): ZipDirectory | undefined {
  const view = viewOf(entries);
  const names: string[] = [];
  let lastOffset = 0;
  let lastContentOffset = 0;
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > entries.length || view.getUint32(at, true) !== ENTRY_SIGNATURE) return undefined;
    const nameEnd = at + ENTRY_SIZE + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    lastOffset = view.getUint32(at + 42, true);
    if (next > entries.length || lastOffset + LOCAL_SIZE > offset) return undefined;
    // Our members have no extra field. In another zip with one, the content would be read from a wrong offset.
    lastContentOffset = lastOffset + LOCAL_SIZE + nameEnd - at - ENTRY_SIZE;
    names.push(Buffer.from(entries.subarray(at + ENTRY_SIZE, nameEnd)).toString('utf8'));
    at = next;
  }
  return at === entries.length ? { offset, entries, count, names, lastOffset, lastContentOffset } : undefined;
}

/** Converts a date to the MS-DOS time and date of a zip: two-second steps, from 1980 on. */
function dosTime(date: Date): number {
  const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2107) - 1980;
  const day = (year << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

/** A stored (not compressed) member to add to a zip. */
export interface ZipMember {
  name: string;
  content: Uint8Array;
  checksum: number;
  modified: Date;
}

/**
 * Returns the fields that the member's own header and its line in the table share, from the version to the extra field.
 */
function writeSharedFields(member: ZipMember, nameLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0); // made for version 2.0
  fields.writeUInt32LE(dosTime(member.modified), 6);
  fields.writeUInt32LE(member.checksum, 10);
  fields.writeUInt32LE(member.content.length, 14);
  fields.writeUInt32LE(member.content.length, 18);
  fields.writeUInt16LE(nameLength, 22);
  return fields;
}

/**
 * Returns the bytes that add one member to a zip. The old members keep their offsets. The old table stays in the file,
 * unused. Returns nothing if the result would not fit a plain zip.
 */
export function appendZipMember(
  zipSize: number,
  directory: ZipDirectory,
  member: ZipMember,
): Uint8Array | undefined {
  const name = Buffer.from(member.name, 'utf8');
  const fields = writeSharedFields(member, name.length);
  const localHeader = Buffer.alloc(4);
  localHeader.writeUInt32LE(LOCAL_SIGNATURE);
  const entryHeader = Buffer.alloc(6);
  entryHeader.writeUInt32LE(ENTRY_SIGNATURE);
  entryHeader.writeUInt16LE(20, 4);
  const entryTail = Buffer.alloc(14);
  const directoryOffset = zipSize + LOCAL_SIZE + name.length + member.content.length;
  const directorySize = directory.entries.length + ENTRY_SIZE + name.length;
  if (directoryOffset + directorySize > MAX_UINT32 || directory.count >= 0xfffe) return undefined;
  entryTail.writeUInt32LE(zipSize, 10);
  const end = Buffer.alloc(ZIP_END_SIZE);
  end.writeUInt32LE(END_SIGNATURE);
  end.writeUInt16LE(directory.count + 1, 8);
  end.writeUInt16LE(directory.count + 1, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return Buffer.concat([
    ...[localHeader, fields, name, member.content],
    ...[directory.entries, entryHeader, fields, entryTail, name],
    end,
  ]);
}
