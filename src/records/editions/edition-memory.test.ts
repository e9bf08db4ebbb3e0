import { expect, test } from 'vitest';
import { EditionMemory } from './edition-memory.ts';

const edition = (key: string, size: number) => ({ key, sha256: key, size, bytes: new Uint8Array(size) });

test('the memory drops the edition that was used least recently, and counts that', () => {
  const memory = new EditionMemory(100);
  memory.keep(edition('a', 40));
  memory.keep(edition('b', 40));
  memory.get('a');
  memory.keep(edition('c', 40));
  expect(['a', 'b', 'c'].map((key) => memory.get(key)?.key)).toEqual(['a', undefined, 'c']);
  expect(memory.statistics()).toEqual({
    memoryEntries: 2,
    memoryBytes: 80,
    memoryLimitBytes: 100,
    evictions: 1,
  });
});

test('what is forgotten is no eviction', () => {
  const memory = new EditionMemory(100);
  for (const key of ['a', 'b', 'c']) memory.keep(edition(key, 10));
  memory.forget('a');
  expect(memory.get('a')).toBeUndefined();
  expect(memory.get('b')).toBeDefined();
  memory.forgetAll();
  expect(memory.statistics()).toMatchObject({ memoryEntries: 0, memoryBytes: 0, evictions: 0 });
});

test('an edition that was found is not kept if one was forgotten during the search', () => {
  const memory = new EditionMemory(100);
  const before = memory.forgotten;
  memory.keepFound(edition('a', 10), before);
  expect(memory.get('a')).toBeDefined();
  memory.forget('another');
  memory.keepFound(edition('b', 10), before);
  expect(memory.get('b')).toBeUndefined();
  memory.keepFound(edition('b', 10), memory.forgotten);
  expect(memory.get('b')).toBeDefined();
});
