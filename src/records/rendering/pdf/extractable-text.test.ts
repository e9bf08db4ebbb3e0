import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { expect, test } from 'vitest';
import { fontFiles } from '../fonts/fonts.ts';
import { makeTextExtractable } from './extractable-text.ts';
import { readObjects } from './pdf-objects.ts';

/** Pages with a text on each, as Typst writes them. */
const typeset = (pages: readonly string[]) =>
  readObjects(
    NodeCompiler.create({ fontArgs: [{ fontPaths: fontFiles() }] }).pdf({
      mainFileContent: [
        '#set document(date: none)',
        '#set text(font: ("Source Sans 3", "Amiri", "Noto Sans S Chinese", "Noto Sans Thai"), fallback: false)',
        pages.join('\n#pagebreak()\n'),
      ].join('\n'),
    }),
  );

/** The objects that were written anew: what they are. */
function changedIn(pages: readonly string[]): string[] {
  const before = typeset(pages);
  const after = makeTextExtractable(before);
  return after.objects
    .filter(({ body }, index) => body !== before.objects[index]?.body)
    .map(({ body }) => /\/Type \/\w+|\/Subtype \/\w+/.exec(body.slice(0, 200))?.[0] ?? 'stream');
}

test('what Typst wrote well is not written anew', () => {
  expect(changedIn(['Málaga office', 'Καλαμάτα Київ', '宁波'])).toEqual([]);
});

test('other pages and fonts are not written anew', () => {
  // The text of the page, and of its font: widths, characters, the set of glyphs, the file.
  const one = ['/Type /CMap', '/Type /Font', 'stream', 'stream', 'stream'];
  expect(changedIn(['น้ำ']).toSorted()).toEqual(one);
  expect(changedIn(['Málaga', 'น้ำ', '宁波']).toSorted()).toEqual(one);
  expect(changedIn(['น้ำ', 'น้ำ']).toSorted()).toEqual([...one, 'stream'].toSorted());
});

test('texts of fonts that take no glyphs keep what Typst marked', () => {
  expect(changedIn(['か\u3099 が'])).toEqual([]);
});
