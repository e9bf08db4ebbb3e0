import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';

const DIST = join(import.meta.dirname, '../../web/dist');
const MAX_SCRIPT_BYTES = 300_000;

const get = (server: TestServer, path: string, headers: Record<string, string> = {}) =>
  fetch(server.server.address + path, { headers });
const navigate = (server: TestServer, path: string) => get(server, path, { accept: 'text/html,*/*' });

test('every address of the application gets its page, with a nonce of its own', async ({ server }) => {
  const [one, other] = [await navigate(server, '/'), await navigate(server, '/rooms/some/where?x=1')];
  const nonces = await Promise.all(
    [one, other].map(async (answer) => {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
      expect(await answer.text()).toContain(nonce);
      return nonce;
    }),
  );
  expect(nonces[0]).not.toBe(nonces[1]);
});

test('whoever accepts anything gets the page too', async ({ server }) => {
  for (const path of ['/', '/rooms/some/where', '/verify', '/admin/users']) {
    for (const accept of ['*/*', 'text/*', 'application/xml, */*;q=0.1', 'TEXT/HTML']) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await fetch(server.server.address + path, { method, headers: { accept } });
        expect([path, accept, answer.status]).toEqual([path, accept, 200]);
        expect(answer.headers.get('content-type')).toContain('text/html');
        expect((await answer.text()).length > 0).toBe(method === 'GET');
      }
    }
  }
});

test('a file that is not there is no page for whoever accepts anything', async ({ server }) => {
  for (const path of ['/favicon.ico', '/robots.txt', '/rooms/picture.png', '/api/v1/nowhere', '/healthz/x'])
    expect([path, (await get(server, path, { accept: '*/*' })).status]).toEqual([path, 404]);
  for (const accept of ['application/json', 'image/*'])
    expect((await get(server, '/', { accept })).status).toBe(404);
});

test('what is not there is a problem, not a page', async ({ server }) => {
  for (const path of ['/api/v1/nowhere', '/api/nowhere', '/assets/nowhere.js']) {
    const answer = await navigate(server, path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  }
  expect((await get(server, '/rooms', { accept: 'application/json' })).status).toBe(404);
});

interface Chunk {
  file: string;
  imports?: string[];
}

/** The scripts that the browser must have before it can show some entries of the build's manifest. */
async function scriptsOf(entries: readonly string[]): Promise<string[]> {
  const manifest: Record<string, Chunk> = JSON.parse(
    await readFile(join(DIST, '.vite/manifest.json'), 'utf8'),
  );
  const files = new Set<string>();
  const collect = (name: string) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The build has no ${name}.`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(collect);
  };
  entries.forEach(collect);
  return [...files];
}

test('scripts come compressed and are kept for ever', async ({ server }) => {
  const [entry = ''] = await scriptsOf(['index.html']);
  for (const encoding of ['br', 'gzip']) {
    const answer = await get(server, `/${entry}`, { 'accept-encoding': encoding });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(await answer.text()).toBe(await readFile(join(DIST, entry), 'utf8'));
  }
});

test('sign-in and rooms together need less than 300 kB of compressed script', async () => {
  const pages = ['sign-in/sign-in-page', 'rooms/rooms-page'].map((page) => `src/pages/${page}.tsx`);
  const files = await scriptsOf(['index.html', ...pages]);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(DIST, `${file}.gz`))).size));
  expect(files.length).toBeGreaterThan(pages.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_SCRIPT_BYTES);
});
