import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BOUNDS } from '../../src/http/server/bounds.ts';

const ROW = /^\|[^|]+\| +(\d+) +\| +(\d+) +\| +(\d+) +\|$/gm;

test('the page about security states the bounds of open requests, in the order of the program', () => {
  const page = readFileSync('docs/security.md', 'utf8');
  const stated = [...page.matchAll(ROW)].map(([, ...numbers]) => numbers.map(Number));
  expect(stated).toEqual(
    Object.values(BOUNDS).map(({ account, address, anonymous }) => [account, address, anonymous]),
  );
});
