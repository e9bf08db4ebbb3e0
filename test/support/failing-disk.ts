import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

type FailingCall = 'fsync' | 'write' | 'open' | 'rename';

interface Fault {
  call: FailingCall;
  /** A part of the path of the files that fail. */
  path: string;
  error: 'EIO' | 'ENOSPC' | 'EROFS' | 'EMFILE';
}

export interface FailingDisk extends AsyncDisposable {
  /** For the environment of the server. */
  environment: Record<string, string>;
  /** From now on the next such call fails, once. */
  fail(): void;
}

/** Whether the machine has a C compiler. CI must have one. */
export const canFailDisks = (): boolean =>
  process.platform === 'linux' && (process.env.CI === 'true' || spawnSync('cc', ['--version']).status === 0);

const SOURCE = join(import.meta.dirname, 'failing-disk.c');

/** A disk on which one system call of a server fails, when the test says so. */
export async function prepareFailingDisk({ call, path, error }: Fault): Promise<FailingDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'roomshot-failing-disk-'));
  const library = join(folder, 'failing-disk.so');
  const trigger = join(folder, 'trigger');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl']);
  return {
    environment: {
      LD_PRELOAD: library,
      FAILING_DISK_CALL: call,
      FAILING_DISK_PATH: path,
      FAILING_DISK_ERRNO: String(constants.errno[error]),
      FAILING_DISK_TRIGGER: trigger,
    },
    fail: () => writeFileSync(trigger, ''),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
