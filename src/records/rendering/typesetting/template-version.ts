import { readdirSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import { sha256 } from '../../../platform/kernel/hash.ts';
import { FONT_VERSIONS } from '../fonts/font-faces.ts';

const SOURCES = join(import.meta.dirname, '..', '..', '..');

/**
 * Changes with every template, every line of code that prepares or writes an edition, and the fonts. If in doubt, it
 * changes: a needless render costs time, but a stale edition is a false record.
 */
export const TEMPLATE_VERSION: string = sha256(
  JSON.stringify([
    FONT_VERSIONS,
    editionSources().map((path) => [path, sha256(readFileSync(join(SOURCES, path)))]),
  ]),
).slice(0, 16);

/** The typesetter, the shaper of stamps, the compression, and the data of time zones and characters that the texts depend on. */
export const RENDERER_VERSION: string = [
  `typst-binding ${versionOf('@myriaddreamin/typst-ts-node-compiler')}`,
  `harfbuzzjs ${versionOf('harfbuzzjs')}`,
  `fflate ${versionOf('fflate')}`,
  `icu ${process.versions.icu}`,
  `tz ${process.versions.tz}`,
].join(', ');

/** Returns the files, relative to `src`, that an edition depends on. */
export function editionSources(): string[] {
  return [
    ...list('records/rendering', /(\.typ|(?<!\.test)\.[jt]s)$/),
    ...list('records/wording', /(?<!\.test)\.[jt]s$/),
    ...list('records/editions', /^(csv|json)-[a-z]+\.[jt]s$/),
    ...list('clearance/vocabulary', /(?<!\.test)\.[jt]s$/),
    ...list('clearance/verdict', /(?<!\.test)\.[jt]s$/),
    ...list('people/permissions', /^(policy|roles)\.[jt]s$/),
    ...list('platform/kernel', /^(canonical-json|csv-text|hash|text-direction)\.[jt]s$/),
  ];
}

function list(folder: string, wanted: RegExp): string[] {
  const paths = readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => wanted.test(path))
    .sort()
    .map((path) => `${folder}/${path}`);
}

function versionOf(name: string): string {
  const path = findPackageJSON(name, import.meta.url);
  if (path === undefined) throw new Error(`The package ${name} is not installed.`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
