import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDiskFull } from '../../src/platform/kernel/system-error.ts';

interface SmallDisk extends Disposable {
  readonly folder: string;
  /** Takes all the space that is left but for so many bytes. */
  fill(leave?: number): void;
  /** Gives that space back. */
  free(): void;
  /** Makes it read-only, or writable again. No file on it may be open for writing. */
  remount(mode: 'ro' | 'rw'): void;
}

const run = (tool: string, ...args: string[]) => execFileSync(tool, args);

const CHUNK = Buffer.alloc(1_000_000);

/** Whether this user can mount a disk. Where everything must be there (CI), and as root, it has to work. */
export function canMountDisks(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mountSmallDisk(1)[Symbol.dispose]();
    return true;
  } catch (error) {
    if (process.env.CI) throw error;
    return false;
  }
}

/** A disk of so many megabytes, optionally with a copy of a folder on it. */
export function mountSmallDisk(megabytes: number, contents?: string): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'roomshot-disk-'));
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
  if (contents !== undefined) cpSync(contents, folder, { recursive: true });
  const filler = join(folder, 'filler');
  return {
    folder,
    fill(leave = 0) {
      for (;;) {
        const { bavail, bsize } = statfsSync(folder);
        const left = bavail * bsize - leave;
        if (left <= 0) return;
        try {
          writeFileSync(filler, CHUNK.subarray(0, Math.min(left, CHUNK.length)), { flag: 'a' });
        } catch (error) {
          // Another process took the rest meanwhile.
          if (!isDiskFull(error)) throw error;
        }
      }
    },
    free: () => rmSync(filler, { force: true }),
    remount: (mode) => void run('mount', '-o', `remount,${mode}`, folder),
    [Symbol.dispose]() {
      run('umount', '-l', folder);
      rmdirSync(folder);
    },
  };
}
