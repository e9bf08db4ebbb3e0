import { expect, test } from 'vitest';
import { findRepeatedKey } from './repeated-key.ts';

test.each([
  ['{"a":1,"a":1}', 'a'],
  ['{"a":1 , "b":{"a":2} , "a" :\n3}', 'a'],
  ['[{"a":1},{"b":{"c":[],"c":null}}]', 'c'],
  ['{"title":1,"t\\u0069tle":2}', 'title'],
  ['{"":1,"":2}', ''],
  ['{"\\"":1,"\\u0022":2}', '"'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('of %s a key is named', (json, key) => expect(findRepeatedKey(json)).toBe(key));

test.each([
  '{}',
  '"a"',
  '["a","a",{"a":"a"},{"a":"a"}]',
  '{"a":{"a":{"a":1}},"A":2,"á":3,"a\u0301":4}',
  '{"a":"}","b":"{\\"a\\":1,\\"a\\":","c":"\\\\","d":"a"}',
  '{"a":"b","b":"a:"}',
])('%s repeats no key', (json) => expect(findRepeatedKey(json)).toBeUndefined());

test('a body that is as large as a body may be is read once', () => {
  const bodies = [
    JSON.stringify({ text: 'x'.repeat(900_000) }),
    JSON.stringify({ text: '"\\'.repeat(200_000) }),
    JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`key ${i}`, i]))),
    `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`,
  ];
  for (const body of bodies) expect(findRepeatedKey(body)).toBeUndefined();
});
