import { expect, test } from 'vitest';
import { directedText } from './direction.ts';
import { createTextSetter } from './printable-text.ts';

const setter = createTextSetter();
const WIDE = { width: 1000, size: 9 };
const NARROW = { width: 90, size: 9 };

/** A text as it is set: what runs from right to left in braces, what begins at the right after an arrow. */
function asSet(lines: readonly string[]): string[] {
  const shown = directedText(lines.join('\n'), ['Source Sans 3', 'Amiri']);
  if (typeof shown === 'string') return [shown];
  return shown.map(({ atRight, parts }) => {
    const texts = parts.map((part) => {
      if (typeof part === 'string') return part.replace('\u200e', '');
      return part.dir === 'rtl' ? `{${part.text}}` : `<${part.text}>`;
    });
    return (atRight ? '→' : '') + texts.join('');
  });
}

test.each([
  ['File شهادة · 12.3 kB', 'File {شهادة} · 12.3 kB'],
  ['File شهادة الفئة 2026.pdf · 12 kB', 'File {شهادة الفئة} 2026.pdf · 12 kB'],
  ['Received: Q88, نجمة الخليج (تقرير_3-ب.pdf).', 'Received: Q88, {نجمة الخليج} ({تقرير_3-ب}.pdf).'],
  ['דוד כהן (owner): name “נחל” → “חוף”', '{דוד כהן} (owner): name “{נחל}” → “{חוף}”'],
  ['Rejected: Q88. “الصفحة 3 of 4.”', 'Rejected: Q88. “{الصفحة 3 of 4.}”'],
  ['Rejected: Q88. “Page 3: الصفحة 4.”', 'Rejected: Q88. “<Page 3: الصفحة 4.>”'],
  ['Καλαμάτα 12 → Piraeus 3', 'Καλαμάτα 12 → Piraeus 3'],
])('names and quotations reorder nothing in a sentence: %s', (sentence, set) => {
  expect(asSet(setter.lines(sentence, WIDE))).toEqual([set]);
});

test('a name that is broken over lines stays a name on each of them', () => {
  const name = 'ناقلة النفط الكبيرة نجمة الخليج العربي';
  const lines = asSet(setter.lines(`Received: ${name} (12)`, NARROW));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(' ').replace(/[{}]/g, '')).toBe(`Received: ${name} (12)`);
  expect(lines.filter((line) => line.includes('{')).length).toBeGreaterThan(1);
  for (const line of lines) expect(line.replace(/\{[^{}]*\}/g, '')).not.toMatch(/\p{Script=Arabic}/u);
});

test('each paragraph of a person runs in its own direction, and names reorder nothing in it', () => {
  const text = 'رست السفينة MT Star 12.\nMoored at الفجيرة, 12.\n12 שלום\n\n2026-12-04';
  expect(asSet(setter.paragraphs(text, WIDE))).toEqual([
    '→{رست السفينة MT Star 12.}',
    'Moored at {الفجيرة}, 12.',
    '→{12 שלום}',
    '',
    '2026-12-04',
  ]);
  for (const line of asSet(setter.paragraphs('رست السفينة MT Aegean Star '.repeat(9), NARROW))) {
    expect(line).toMatch(/^→\{[^{}]+\}$/);
  }
});

test('marks of direction that a person wrote are made visible', () => {
  const text = '\u2067a\u2069\u202bשלום\u202c';
  expect(asSet(setter.lines(text, WIDE))).toEqual(['[U+2067]a[U+2069][U+202B]{שלום}[U+202C]']);
});
