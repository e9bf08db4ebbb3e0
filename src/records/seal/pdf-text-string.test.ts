import { expect, test } from 'vitest';
import { textString } from './pdf-text-string.ts';

test.for<[string, string]>([
  ['Before arrival, 2 of 3', '(Before arrival, 2 of 3)'],
  ['Ångström · £', '(Ångström · £)'],
  ['a (b) \\ c', '(a \\050b\\051 \\134 c)'],
  ['Łódź', '(\u00fe\u00ff\u0001A\u0000ó\u0000d\u0001z)'],
  // These would be read as marks of UTF-16 and UTF-8.
  ['þÿ', '(\u00fe\u00ff\u0000þ\u0000ÿ)'],
  ['ï»¿', '(\u00fe\u00ff\u0000ï\u0000»\u0000¿)'],
])('writes %s', ([text, written]) => {
  expect(textString(text)).toBe(written);
});

test.for(['</roomshot:statement>', '/ByteRange [0 1 2 3] /Contents <00>', '%%EOF', '⽂祴敒慮来'])(
  'never writes %s, or what begins like it, as itself',
  (text) => {
    expect(textString(text).slice(1, -1)).not.toMatch(/[/<>%()]/);
  },
);
