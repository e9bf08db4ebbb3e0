import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { FONT_VERSIONS } from '../fonts/font-faces.ts';
import { editionSources, RENDERER_VERSION, TEMPLATE_VERSION } from './template-version.ts';

const SOURCES = join(import.meta.dirname, '../../..');
const WRITERS = [
  'records/editions/csv-edition.ts',
  'records/editions/json-edition.ts',
  'records/rendering/pool/render-child.ts',
];

/** The files whose code a file runs, itself included. Types leave nothing behind. */
function importedBy(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  const imports = readFileSync(join(SOURCES, path), 'utf8').matchAll(/^import (?!type )[^;]*?'(\..+?)';/gm);
  for (const [, target = ''] of imports)
    importedBy(relative(SOURCES, join(SOURCES, dirname(path), target)), found);
  return found;
}

test('versions name everything that an edition depends on', () => {
  expect(TEMPLATE_VERSION).toMatch(/^[0-9a-f]{16}$/);
  expect(RENDERER_VERSION).toMatch(
    /^typst-binding \d+\.\d+\.\d+, harfbuzzjs \d+\.\d+\.\d+, fflate \d+\.\d+\.\d+, icu [\d.]+, tz \d{4}[a-z]$/,
  );
  expect(FONT_VERSIONS).toHaveLength(12);
  for (const version of FONT_VERSIONS) expect(version).toMatch(/^@[a-z-]+\/[a-z0-9-]+@\d+\.\d+\.\d+$/);
});

test('the version of the templates depends on every file that the writers of editions run', () => {
  const needed = WRITERS.flatMap((writer) => [...importedBy(writer)]);
  expect(needed.length).toBeGreaterThan(30);
  expect(editionSources()).toEqual(expect.arrayContaining(needed));
});
