import { expect, test } from 'vitest';
import { exampleContent } from '../../../test/support/example-content.ts';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { renderJsonEdition } from './json-edition.ts';

test('a JSON edition is canonical, names its hash and waits for its seal', () => {
  const content = exampleContent(12, 20);
  const edition = Buffer.from(renderJsonEdition(content)).toString();
  const sealed = `${edition},"seal":{"by":"x"}}\n`;
  const read = JSON.parse(sealed) as Record<string, unknown>;
  expect(read).toEqual({
    content,
    content_sha256: sha256(canonicalJson(content)),
    format: 'roomshot-json/1',
    seal: { by: 'x' },
  });
  expect(sealed).toBe(`${canonicalJson(read)}\n`);
});

test('the order of keys makes no difference', () => {
  const content = exampleContent(1, 1);
  const turned = Object.fromEntries(Object.entries(content).reverse()) as typeof content;
  expect(renderJsonEdition(turned)).toEqual(renderJsonEdition(content));
});
