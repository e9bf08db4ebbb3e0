import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM } from './chromium.ts';

export type PdfTool =
  | 'qpdf'
  | 'pdftotext'
  | 'pdffonts'
  | 'pdfinfo'
  | 'pdfdetach'
  | 'pdftoppm'
  | 'pdfsig'
  | 'mutool'
  | 'chromium';

/** Whether a tool is installed. Where it must be, on CI, a missing one is an error and not a skipped test. */
export function hasPdfTools(...tools: PdfTool[]): boolean {
  const missing = tools.filter((tool) => !isInstalled(tool));
  if (missing.length > 0 && process.env.CI) throw new Error(`Not installed: ${missing.join(', ')}.`);
  return missing.length === 0;
}

function isInstalled(tool: PdfTool): boolean {
  if (tool === 'chromium') return existsSync(CHROMIUM);
  try {
    execFileSync(tool, [tool === 'qpdf' ? '--version' : '-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Runs a tool on a PDF; `{pdf}` among the arguments is the file, `{out}` a path it may write to. */
export function runPdfTool(
  tool: PdfTool,
  pdf: Uint8Array,
  args: string[],
): { stdout: string; out: () => Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'roomshot-pdf-'));
  const [file, out] = [join(folder, 'file.pdf'), join(folder, 'out')];
  writeFileSync(file, pdf);
  try {
    const stdout = execFileSync(
      tool,
      args.map((arg) => arg.replace('{pdf}', file).replace('{out}', out)),
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 },
    );
    const written = args.includes('{out}') ? readFileSync(out) : Buffer.alloc(0);
    return { stdout, out: () => written };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of a PDF in the order in which it was written. */
export const pdfText = (pdf: Uint8Array): string =>
  runPdfTool('pdftotext', pdf, ['-raw', '-enc', 'UTF-8', '{pdf}', '-']).stdout;

/** The text of a PDF in the order in which a person reads it, right to left where that is so. */
export const pdfTextAsRead = (pdf: Uint8Array): string =>
  runPdfTool('pdftotext', pdf, ['-enc', 'UTF-8', '{pdf}', '-']).stdout;

/** Throws unless `qpdf --check` finds nothing at all. */
export const checkPdf = (pdf: Uint8Array): string => runPdfTool('qpdf', pdf, ['--check', '{pdf}']).stdout;
