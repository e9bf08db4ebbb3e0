import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sha256 } from '../kernel/hash.ts';
import { FONT_VERSIONS } from './fonts.ts';

const EDITIONS = join(import.meta.dirname, '..', 'editions');

/**
 * Changes with every template, every line of code that prepares or writes an edition, and the fonts. It errs
 * on the side of rendering again: a stale edition would be a false record.
 */
export const TEMPLATE_VERSION: string = sha256(
  JSON.stringify([
    FONT_VERSIONS,
    hashes(join(import.meta.dirname, 'templates'), /\.typ$/),
    hashes(import.meta.dirname, /(?<!\.test)\.[jt]s$/),
    hashes(EDITIONS, /^(csv|json)-[a-z]+\.[jt]s$/),
  ]),
).slice(0, 16);

/** The typesetter, the compression, and the data of time zones and characters that the texts depend on. */
export const RENDERER_VERSION: string = [
  `typst-binding ${versionOf('@myriaddreamin/typst-ts-node-compiler')}`,
  `fflate ${versionOf('fflate')}`,
  `icu ${process.versions.icu}`,
  `tz ${process.versions.tz}`,
].join(', ');

function hashes(folder: string, wanted: RegExp): [name: string, hash: string][] {
  const names = readdirSync(folder).filter((name) => wanted.test(name));
  return names.sort().map((name) => [name, sha256(readFileSync(join(folder, name)))]);
}

function versionOf(name: string): string {
  const require = createRequire(import.meta.url);
  return (require(`${name}/package.json`) as { version: string }).version;
}
