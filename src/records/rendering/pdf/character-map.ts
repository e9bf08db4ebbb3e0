import { toUtf16 } from './utf-16.ts';

/** So many entries may stand in a part of a character map (Adobe technical note 5014). */
const MAX_ENTRIES = 100;

/** Writes the entries of a character map: for each code the text that it stands for. */
export function mapEntries(codes: readonly { id: number; text: string }[]): string {
  const entries = codes.map(
    ({ id, text }) => `<${id.toString(16).padStart(4, '0').toUpperCase()}> <${toUtf16(text)}>\n`,
  );
  let parts = '';
  for (let start = 0; start < entries.length; start += MAX_ENTRIES) {
    const some = entries.slice(start, start + MAX_ENTRIES);
    parts += `${some.length} beginbfchar\n${some.join('')}endbfchar\n`;
  }
  return parts;
}

/** Writes a character map for codes of two bytes (ISO 32000-1, 9.10.3). */
export const characterMap = (codes: readonly { id: number; text: string }[]): string =>
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
    `${mapEntries(codes)}endcmap`,
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
