// Runs on whatever Node the machine has, so: no dependencies and nothing newer than Node 18.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const NOT_SOURCES = ['dist', 'node_modules'];

/** The files below a folder, or the file, in an order that is always the same. */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !NOT_SOURCES.includes(name) && !/\.test\.tsx?$/.test(name))
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** A hash of everything that a build is made from. */
function hashSources(sources) {
  const hash = createHash('sha256');
  for (const path of ['package-lock.json', ...sources].flatMap((name) => filesOf(join(root, name))))
    hash.update(`\0${path.slice(root.length)}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

/**
 * Builds something unless exactly its sources were built before. Without the tool, as in an installation without
 * development dependencies, what is there is used.
 * @param what the name of what is built
 * @param sources the files and folders of which it is made
 * @param folder of the output
 * @param tool the package that must be there
 * @param command the program that builds, with its arguments
 */
export function buildOnce(node, { what, sources, folder, tool, command }) {
  const stamp = join(root, folder, '.built');
  if (!existsSync(join(root, 'node_modules', tool))) {
    if (existsSync(stamp)) return;
    console.error(`The ${what} is not built. Run: npm run build && npm ci --omit=dev`);
    process.exit(1);
  }
  const wanted = hashSources(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error(`Building the ${what} (first start or an update) …`);
  rmSync(stamp, { force: true });
  const done = spawnSync(node, command, { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    console.error(`The ${what} could not be built: see above, then try again.`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
