// Runs on whatever Node the machine has, so: no dependencies and nothing newer than Node 18.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const web = join(root, 'web');
const stamp = join(web, 'dist', '.built');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');

/** The files below a folder, in an order that is always the same. */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'dist' && name !== 'node_modules')
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesOf(path) : [path];
    });
}

/** A hash of everything that the build is made from. */
function hashSources() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const path of filesOf(web)) hash.update(`\0${path.slice(web.length)}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

/**
 * Builds the web application unless exactly its sources were built before. Without the tools, as in an
 * installation without development dependencies, what is there is served.
 */
export function buildWeb(node) {
  if (!existsSync(vite)) return;
  const wanted = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Building the web application (first start or an update) …');
  rmSync(stamp, { force: true });
  const done = spawnSync(node, [vite, 'build', '--logLevel', 'error'], { cwd: web, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    console.error('The web application could not be built: see above, then try again.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
