import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { runPdfTool } from './pdf-tools.ts';

// What people use to copy and search text.

/** Marks of direction, which a reader adds to say how its text runs. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const plain = (text: string): string => text.replace(MARKS, '').replace(/\s+/g, ' ');

/** The text that pdf.js extracts: the reader of Firefox, and of our web pages. */
export async function readByPdfJs(pdf: Uint8Array): Promise<string> {
  const loading = getDocument({ data: Uint8Array.from(pdf), verbosity: 0, disableFontFace: true });
  const file = await loading.promise;
  let text = '';
  for (let number = 1; number <= file.numPages; number++) {
    const { items } = await (await file.getPage(number)).getTextContent();
    for (const item of items) if ('str' in item) text += item.str + (item.hasEOL ? '\n' : '');
    text += '\n';
  }
  await loading.destroy();
  return plain(text);
}

export const readByMuPdf = (pdf: Uint8Array): string =>
  plain(runPdfTool('mutool', pdf, ['draw', '-q', '-F', 'txt', '{pdf}']).stdout);

export const readByPoppler = (pdf: Uint8Array): string =>
  plain(runPdfTool('pdftotext', pdf, ['-enc', 'UTF-8', '{pdf}', '-']).stdout);

/** The text in the order of the file, not in that of places on the page. */
export const readByPopplerInOrder = (pdf: Uint8Array): string =>
  plain(runPdfTool('pdftotext', pdf, ['-raw', '-enc', 'UTF-8', '{pdf}', '-']).stdout);
