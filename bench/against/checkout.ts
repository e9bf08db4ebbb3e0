import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Another commit of this repository, checked out beside this one. */
export interface Checkout extends AsyncDisposable {
  /** What Node.js runs to start its server. */
  program: readonly string[];
}

/** @throws Error if git does not know the commit */
export async function checkOut(ref: string): Promise<Checkout> {
  const folder = join(await mkdtemp(join(tmpdir(), 'roomshot-against-')), 'checkout');
  const git = (...args: string[]) => execFileSync('git', ['-C', ROOT, ...args], { stdio: 'ignore' });
  git('worktree', 'add', '--detach', folder, ref);
  // Its set-up needs the whole environment, such as the settings of npm. The server that is measured needs none of it.
  execFileSync(process.execPath, [join(folder, 'bin/roomshot.mjs'), '--version'], { stdio: 'ignore' });
  return {
    program: programIn(folder),
    async [Symbol.asyncDispose]() {
      git('worktree', 'remove', '--force', folder);
      await rm(join(folder, '..'), { recursive: true });
    },
  };
}

export const programIn = (folder: string): readonly string[] => [
  join(folder, 'bin/roomshot.mjs'),
  'serve',
  '--demo',
];
