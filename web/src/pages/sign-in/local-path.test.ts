import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

const ORIGIN = 'https://records.example.com';

test.each([
  ['/', '/'],
  ['/rooms/1?tab=documents#two', '/rooms/1?tab=documents#two'],
  ['rooms/1', '/rooms/1'],
  [`${ORIGIN}/rooms/1`, '/rooms/1'],
  ['/rooms/1?to=//evil.example', '/rooms/1?to=//evil.example'],
  [null, '/'],
  ['', '/'],
])('%j leads to %s', (wanted, path) => {
  expect(localPath(wanted, ORIGIN)).toBe(path);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '\n//evil.example',
  '/\r\n/evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/x/..//evil.example',
  'https:evil.example',
  'https://evil.example/',
  'https:///evil.example',
  'https://records.example.com@evil.example',
  'https://records.example.com.evil.example',
  'https://records.example.com:444/',
  'http://records.example.com/',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:https://records.example.com/x',
  'https://[',
])('%j never leads to another origin', (wanted) => {
  const path = localPath(wanted, ORIGIN);
  expect(path).toMatch(/^\/(?!\/)/);
  expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
});
