import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './liveness.ts';

/** A folder in memory, on Linux. */
const MEMORY = '/dev/shm';
/** Test data take some 100 MB for each test file under way. Containers often have 64 MB there. */
const ENOUGH_BYTES = 2_000_000_000;

/**
 * Has this process and its children make their temporary folders in memory, where there is room for them and nobody
 * has chosen a place. Each test database is a thousand files, and a disk takes ten times the processor time for them.
 */
export function keepTemporaryFilesInMemory(): void {
  if (process.env.TMPDIR !== undefined || freeBytes() < ENOUGH_BYTES) return;
  removeAbandoned();
  const folder = mkdtempSync(join(MEMORY, `roomshot-tests-${process.pid}-`));
  process.env.TMPDIR = folder;
  process.on('exit', () => removeIfPossible(folder));
}

function freeBytes(): number {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/** A run that was killed leaves its folder behind. */
function removeAbandoned(): void {
  for (const name of readdirSync(MEMORY)) {
    const [, pid] = /^roomshot-tests-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) removeIfPossible(join(MEMORY, name));
  }
}

/** Leaves a folder that holds a disk which a killed test did not unmount. It must not keep other tests from running. */
function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    process.emitWarning(error as Error);
  }
}
