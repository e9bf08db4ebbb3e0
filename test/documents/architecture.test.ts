import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const RULES = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: { name: string }[];
};

/** The folders that docs/architecture.md lists: the first cells of the tables below a heading that names a folder. */
function foldersOf(text: string): string[] {
  const wings = [...text.matchAll(/^### `(\S+\/)`\n([\s\S]*?)(?=^##)/gm)];
  return wings.flatMap(([, wing = '', section = '']) => {
    const named = [...section.matchAll(/^\| `(\S+\/)` +\|/gm)].map(([, folder]) => `${wing}${folder}`);
    return named.length > 0 ? named : [wing];
  });
}

/** The folders in the order that the import rules give them. */
const ordered = RULES.forbidden.flatMap(
  ({ name }) => /^(.*\/)-imports-what-stands-below$/.exec(name)?.[1] ?? [],
);
const listed = foldersOf(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8'));

test('the architecture lists the folders in the order that the import rules enforce', () => {
  const inRules = listed.filter((folder) => ordered.includes(folder) || !existsSync(join(ROOT, folder)));
  expect(inRules).toEqual(ordered.filter((folder) => folder !== 'web/src/pages/'));
});

test('the architecture lists every folder with sources, and no other', () => {
  const sources = globSync('{src,web/src}/*/**/*.{ts,tsx,typ}', { cwd: ROOT });
  const folders = new Set(sources.map((path) => `${dirname(path)}/`));
  expect(listed.toSorted()).toEqual([...folders].toSorted());
});
