import { toUtf16 } from './utf-16.ts';

/** So many entries may stand in a part of a character map (Adobe technical note 5014). */
const MAX_ENTRIES = 100;

/** Writes the entries of a character map: for each code the text that it stands for. */
export function mapEntries(codes: readonly { id: number; text: string }[]): string {
  const entries = codes.map(({ id, text }) => `<${hexadecimal(id)}> <${toUtf16(text)}>\n`);
  let parts = '';
  for (let start = 0; start < entries.length; start += MAX_ENTRIES) {
    const some = entries.slice(start, start + MAX_ENTRIES);
    parts += `${some.length} beginbfchar\n${some.join('')}endbfchar\n`;
  }
  return parts;
}

/** The codes of a range differ in their last byte only (ISO 32000-1, 9.10.3). */
const RANGE = 64;

/** Writes the texts of the codes from one: ranges are shorter than entries. */
function mapRanges(texts: readonly string[]): string {
  const ranges: string[] = [];
  for (let start = 1; start <= texts.length; ) {
    const end = Math.min(texts.length, start - (start % RANGE) + RANGE - 1);
    const some = texts.slice(start - 1, end).map((text) => `<${toUtf16(text)}>`);
    ranges.push(`<${hexadecimal(start)}> <${hexadecimal(end)}> [${some.join('')}]\n`);
    start = end + 1;
  }
  return `${ranges.length} beginbfrange\n${ranges.join('')}endbfrange\n`;
}

const hexadecimal = (code: number): string => code.toString(16).padStart(4, '0').toUpperCase();

/** Writes a character map for codes of two bytes, which begin at one (ISO 32000-1, 9.10.3). */
export const characterMap = (texts: readonly string[]): string =>
  [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
    `${mapRanges(texts)}endcmap`,
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
