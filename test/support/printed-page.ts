import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CHROMIUM } from './chromium.ts';

/** Paragraphs as Chromium prints them: another maker of PDF files, to compare ours with. */
export function printByChromium(paragraphs: readonly string[], font: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'roomshot-print-'));
  const [page, pdf] = [join(folder, 'page.html'), join(folder, 'page.pdf')];
  const face = `@font-face { font-family: Page; src: url(${pathToFileURL(font)}) }`;
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><style>${face} body { font-family: Page }</style>` +
      paragraphs.map((text) => `<p dir="auto">${text}</p>`).join(''),
  );
  try {
    const options = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${join(folder, 'profile')}`,
    ];
    execFileSync(CHROMIUM, [...options, `--print-to-pdf=${pdf}`, pathToFileURL(page).href], {
      stdio: 'ignore',
    });
    return readFileSync(pdf);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
