import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sha256 } from '../../../platform/kernel/hash.ts';
import { FONT_VERSIONS } from '../fonts/fonts.ts';

const RECORDS = join(import.meta.dirname, '..', '..');

/**
 * Changes with every template, every line of code that prepares or writes an edition, and the fonts. It errs
 * on the side of rendering again: a stale edition would be a false record.
 */
export const TEMPLATE_VERSION: string = sha256(
  JSON.stringify([
    FONT_VERSIONS,
    hashes('rendering', /(\.typ|(?<!\.test)\.[jt]s)$/),
    hashes('wording', /(?<!\.test)\.[jt]s$/),
    hashes('editions', /^(csv|json)-[a-z]+\.[jt]s$/),
  ]),
).slice(0, 16);

/** The typesetter, the compression, and the data of time zones and characters that the texts depend on. */
export const RENDERER_VERSION: string = [
  `typst-binding ${versionOf('@myriaddreamin/typst-ts-node-compiler')}`,
  `fflate ${versionOf('fflate')}`,
  `icu ${process.versions.icu}`,
  `tz ${process.versions.tz}`,
].join(', ');

/** Of every wanted file in a folder of the records, and in the folders below it. */
function hashes(name: string, wanted: RegExp): [path: string, hash: string][] {
  const folder = join(RECORDS, name);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    wanted.test(path),
  );
  return paths.sort().map((path) => [path, sha256(readFileSync(join(folder, path)))]);
}

function versionOf(name: string): string {
  const require = createRequire(import.meta.url);
  return (require(`${name}/package.json`) as { version: string }).version;
}
