import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const decisions = globSync('docs/decisions/*.md', { cwd: ROOT }).toSorted();

test('decisions are numbered without a gap and without a duplicate', () => {
  const numbers = decisions.map((path) => Number(basename(path).slice(0, 4)));
  expect(numbers).toEqual(decisions.map((_, index) => index + 1));
});

test.for(decisions)('%s has its number, and context, decision and consequences', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  expect(text).toMatch(new RegExp(`^# ${Number(basename(path).slice(0, 4))}\\. \\S`));
  for (const part of ['Context', 'Decision', 'Consequences']) expect(text).toContain(`\n**${part}.**`);
});
