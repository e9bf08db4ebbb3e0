import { globSync, readFileSync } from 'node:fs';
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

const PAGES = 'web/src/pages/';
/** The folders in the order that the import rules give them. */
const ordered = RULES.forbidden.flatMap(
  ({ name }) => /^(.*\/)-imports-lower-folders-only$/.exec(name)?.[1] ?? [],
);
const listed = foldersOf(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8'));
const foldersWith = (endings: string) =>
  new Set(globSync(`{src,web/src}/*/**/*.${endings}`, { cwd: ROOT }).map((path) => `${dirname(path)}/`));

test('the architecture lists the folders in the order that the import rules enforce', () => {
  const scripts = foldersWith('{ts,tsx}');
  // Pages do not import each other, so they have no order.
  const inOrder = listed.filter((folder) => scripts.has(folder) && !folder.startsWith(PAGES));
  expect(inOrder).toEqual(ordered.filter((folder) => folder !== PAGES));
});

test('the architecture lists every folder with sources, and no other', () => {
  expect(listed.toSorted()).toEqual([...foldersWith('{ts,tsx,typ}')].toSorted());
});
