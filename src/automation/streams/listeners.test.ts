import { expect, test } from 'vitest';
import { Listeners } from './listeners.ts';

test('listeners belong to one id until they are removed, and an id without listeners is forgotten', () => {
  const listeners = new Listeners<string>();
  const remove = listeners.add('one', 'a');
  listeners.add('one', 'b');
  listeners.add('two', 'c');
  expect([...listeners.of('one')]).toEqual(['a', 'b']);
  expect(listeners.all()).toEqual(['a', 'b', 'c']);
  remove();
  expect([...listeners.of('one')]).toEqual(['b']);
  expect([...listeners.of('three')]).toEqual([]);
  const removeLast = listeners.add('three', 'd');
  expect(listeners.ids()).toEqual(['one', 'two', 'three']);
  removeLast();
  expect(listeners.ids()).toEqual(['one', 'two']);
});
