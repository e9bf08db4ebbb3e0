// The numbers of characters in a font with PostScript outlines (Adobe technical note 5176).

/** Operators of a dictionary. */
const CHARSET = 15;
const CHAR_STRINGS = 17;
const ESCAPE = 12;

/** Returns the number by which a PDF knows each glyph, from the table CFF of a font with numbered characters. */
export function characterIds(cff: Buffer): Uint16Array {
  const names = readIndex(cff, cff.readUInt8(2));
  const dictionaries = readIndex(cff, names.end);
  const operands = readOperands(cff.subarray(dictionaries.first, dictionaries.end));
  const ids = new Uint16Array(cff.readUInt16BE(operands.get(CHAR_STRINGS) ?? 0));
  let at = operands.get(CHARSET) ?? 0;
  const format = cff.readUInt8(at++);
  // The first glyph is that of a missing character, and is not listed.
  for (let glyph = 1; glyph < ids.length; ) {
    const first = cff.readUInt16BE(at);
    const others = format === 0 ? 0 : format === 1 ? cff.readUInt8(at + 2) : cff.readUInt16BE(at + 2);
    for (let other = 0; other <= others && glyph < ids.length; other++) ids[glyph++] = first + other;
    at += 2 + format;
  }
  return ids;
}

/** Returns where the first entry of an index begins, and where the index ends. */
function readIndex(cff: Buffer, start: number): { first: number; end: number } {
  const count = cff.readUInt16BE(start);
  if (count === 0) return { first: start + 2, end: start + 2 };
  const size = cff.readUInt8(start + 2);
  const offset = (entry: number): number => cff.readUIntBE(start + 3 + entry * size, size);
  const base = start + 2 + (count + 1) * size;
  return { first: base + offset(0), end: base + offset(count) };
}

/** Reads the last operand of each operator of one byte. */
function readOperands(dictionary: Buffer): Map<number, number> {
  const found = new Map<number, number>();
  let operand = 0;
  for (let at = 0; at < dictionary.length; ) {
    const byte = dictionary.readUInt8(at);
    if (byte <= 21) {
      if (byte !== ESCAPE) found.set(byte, operand);
      at += byte === ESCAPE ? 2 : 1;
    } else {
      const read = readOperand(dictionary, at, byte);
      operand = read.value;
      at = read.end;
    }
  }
  return found;
}

function readOperand(bytes: Buffer, at: number, byte: number): { value: number; end: number } {
  if (byte === 28) return { value: bytes.readInt16BE(at + 1), end: at + 3 };
  if (byte === 29) return { value: bytes.readInt32BE(at + 1), end: at + 5 };
  if (byte === 30) {
    // A fraction, two decimals in a byte, which ends with 15. None of the offsets is one.
    let end = at + 1;
    while ((bytes.readUInt8(end) & 15) !== 15) end += 1;
    return { value: 0, end: end + 1 };
  }
  if (byte < 247) return { value: byte - 139, end: at + 1 };
  const second = bytes.readUInt8(at + 1);
  const value = byte < 251 ? (byte - 247) * 256 + second + 108 : -(byte - 251) * 256 - second - 108;
  return { value, end: at + 2 };
}
