import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { type Monotonic, monotonic as machineMonotonic } from '../kernel/monotonic.ts';

/** The time by which the files of a folder are dated. */
export interface FolderTime {
  /** The time that a file gets that is written now. */
  now(): Promise<Date>;
  /** The same, unless the clock has leapt ahead since the start. No file is older than this time makes it. */
  forAges(): Promise<Date>;
}

/**
 * Reads the clock that dates the files of a folder: that of the file system, which may be on another machine and differ
 * from ours. Ages of files are differences of this clock alone.
 */
export async function openFolderTime(
  folder: string,
  monotonic: Monotonic = machineMonotonic,
): Promise<FolderTime> {
  const now = () => probe(folder);
  const start = { time: (await now()).getTime(), at: monotonic() };
  return {
    now,
    async forAges() {
      const steady = start.time + monotonic() - start.at;
      return new Date(Math.min((await now()).getTime(), steady));
    },
  };
}

/** Dates files by a given clock, for tests. */
export const folderTimeOf = (clock: Clock): FolderTime => {
  const now = async () => clock();
  return { now, forAges: now };
};

async function probe(folder: string): Promise<Date> {
  const path = join(folder, `time-${randomUUID()}`);
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
    return (await stat(path)).mtime;
  } catch {
    // The disk is full or read-only. Removing files must still work.
    return systemClock();
  } finally {
    await rm(path, { force: true });
  }
}
