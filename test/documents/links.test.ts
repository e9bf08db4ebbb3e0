import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT });

/** What a document says, without its examples. */
const prose = (path: string): string =>
  readFileSync(path, 'utf8')
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]<>]/g, ''));

/** The names by which the headings of a document can be linked to, as code hosts make them. */
function anchorsOf(path: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of prose(path).matchAll(/^#+ (.+)$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const name = text.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const taken = [...anchors].filter((anchor) => anchor.replace(/-\d+$/, '') === name).length;
    anchors.add(taken === 0 ? name : `${name}-${taken}`);
  }
  return anchors;
}

function linksOf(path: string): string[] {
  const text = prose(path);
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/(?:href|src)="([^"]+)"/g)];
  return links.map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

/** What is wrong with a link, if anything. */
function faultOf(from: string, link: string): string[] {
  const [path = '', anchor] = link.split('#');
  const target = path ? resolve(dirname(from), path) : from;
  const isInside = !relative(ROOT, target).startsWith('..');
  if (!isInside || !existsSync(target)) return [`${link}: there is no such file`];
  if (anchor && !anchorsOf(target).has(anchor)) return [`${link}: there is no such heading`];
  return [];
}

test.for(documents)('every link of %s leads somewhere', (path) => {
  const from = join(ROOT, path);
  expect(linksOf(from).flatMap((link) => faultOf(from, link))).toEqual([]);
});

test('the index names every document', () => {
  const index = join(ROOT, 'docs/README.md');
  const linked = new Set(linksOf(index).map((link) => relative(ROOT, resolve(dirname(index), link))));
  const own = documents.filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== 'docs/README.md');
  expect(own.filter((path) => !linked.has(path))).toEqual([]);
});
