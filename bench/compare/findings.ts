import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of each script that the rooms of the benchmark hold: words, and the name of the font that draws them. */
const SCRIPTS: [script: string, words: string, font: RegExp][] = [
  ['Latin', 'María Núñez Østergård', /SourceSans/],
  ['Greek', 'Αιγαίο Ναυτιλιακή', /SourceSans/],
  ['Cyrillic', 'Черноморский Трейдинг', /SourceSans/],
  ['Arabic', 'شركة الخليج للشحن', /Amiri/],
  ['Chinese', '上海远洋石油有限公司', /NotoSansHans/],
  ['Korean', '한국해운 주식회사', /NotoSansKR/],
];
/** Chromium turns fonts with outlines in the Compact Font Format into drawings without a name. */
const UNNAMED = /^\[none\]\s+Type 3/;
/** Marks of direction that pdftotext puts around what runs from right to left. */
const DIRECTION = /[\u200e\u200f\u202a-\u202e]/g;

export interface Findings {
  pages: number;
  /** In words; empty if nothing was found lacking. */
  lacks: string[];
}

/** What the Poppler tools see in a file of the small room. */
export function examine(pdf: Uint8Array): Findings {
  const folder = mkdtempSync(join(tmpdir(), 'roomshot-compare-'));
  const path = join(folder, 'room.pdf');
  writeFileSync(path, pdf);
  const run = (tool: string, ...options: string[]) =>
    execFileSync(tool, [...options, path, ...(tool === 'pdftotext' ? ['-'] : [])], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const info = run('pdfinfo');
  const metadata = run('pdfinfo', '-meta');
  const text = run('pdftotext', '-layout').normalize('NFKC').replace(DIRECTION, '');
  const fonts = run('pdffonts').split('\n').slice(2).filter(Boolean);
  rmSync(folder, { recursive: true });
  const names = (keep: (entry: (typeof SCRIPTS)[number]) => boolean) =>
    SCRIPTS.filter(keep).map(([script]) => script);
  // A box in the place of a missing character is extracted as that character, so only the font tells.
  const undrawn = names(([, , font]) => !fonts.some((line) => font.test(line) || UNNAMED.test(line)));
  const unread = names(([script, words]) => !undrawn.includes(script) && !text.includes(words));
  // The columns of pdffonts from the right: object (two), unicode, subset, embedded.
  const strangers = fonts.filter((line) => line.trim().split(/\s+/).at(-5) !== 'yes').length;
  return {
    pages: Number(/^Pages:\s+(\d+)/m.exec(info)?.[1]),
    lacks: [
      ...(/^Tagged:\s+yes/m.test(info) ? [] : ['tags']),
      ...(metadata.includes('pdfaid:part') ? [] : ['PDF/A']),
      ...(strangers === 0 ? [] : [`${strangers} font not embedded`]),
      ...undrawn.map((script) => `letters of ${script}`),
      ...unread.map((script) => `${script} text to copy`),
    ],
  };
}
