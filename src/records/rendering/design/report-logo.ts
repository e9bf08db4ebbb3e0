import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../../platform/kernel/errors.ts';
import type { ReportLogo } from './report-design.ts';

/** Every report carries the logo, so a large one makes every record large. */
const MAX_BYTES = 256 * 1024;

/** The first bytes of a file in each format. */
const SIGNATURES: [format: ReportLogo['format'], bytes: number[]][] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpg', [0xff, 0xd8, 0xff]],
];

/** Scripts, files and fonts from elsewhere, and text, which would need a font that reports do not have. */
const SVG_REFUSED =
  /<\s*(?:script|foreignObject|image|use\s[^>]*href\s*=\s*["'](?!#)|text)\b|<!ENTITY|@import|url\(\s*["']?(?!#)/i;

/**
 * Reads the logo of reports: a PNG, JPEG or SVG file of at most 256 kB.
 * @throws AppError `bad_setting` if it is none
 */
export async function readLogo(path: string): Promise<ReportLogo> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined) throw badLogo(`a file that can be read; ${path} cannot`);
  if (size > MAX_BYTES) throw badLogo(`a file of at most 256 kB; ${path} has ${Math.ceil(size / 1024)} kB`);
  const bytes = await readFile(path);
  const known = SIGNATURES.find(([, start]) => start.every((byte, index) => bytes[index] === byte));
  if (known) return { format: known[0], bytes };
  const text = bytes.toString('utf8');
  if (!/<svg[\s>]/i.test(text.slice(0, 4096))) throw badLogo(`a PNG, JPEG or SVG file; ${path} is none`);
  if (SVG_REFUSED.test(text)) {
    throw badLogo('an SVG file of shapes only, with its text turned into paths and nothing from other files');
  }
  return { format: 'svg', bytes };
}

/** Creates an error that explains the problem with the logo. */
export const badLogo = (wanted: string, cause?: unknown): AppError =>
  new AppError('invalid', 'bad_setting', `The setting ROOMSHOT_REPORT_LOGO must be ${wanted}.`, { cause });
