import { cpSync, existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { mountSmallDisk } from './small-disk.ts';

const MEGABYTES = 10;

/** The folder of the blobs on a disk of its own, which can break in several ways. */
export interface BreakableStorage extends Disposable {
  break(how: StorageFault): Promise<void>;
  mend(): void;
}

export const STORAGE_FAULTS = ['read-only', 'full', 'taken away'] as const;
export type StorageFault = (typeof STORAGE_FAULTS)[number];

/** Moves the blobs of a data folder, before a server uses it, to a disk that can break. Needs `canMountDisks`. */
export function breakableStorage(dataFolder: string): BreakableStorage {
  const blobs = join(dataFolder, 'blobs');
  const disk = mountSmallDisk(MEGABYTES);
  if (existsSync(blobs)) cpSync(blobs, disk.folder, { recursive: true });
  rmSync(blobs, { recursive: true, force: true });
  symlinkSync(disk.folder, blobs);
  const away = `${blobs}.away`;
  let broken: StorageFault | undefined;
  return {
    async break(how) {
      broken = how;
      // The system refuses while a file is being written, such as the record that the last request asked for.
      if (how === 'read-only') await vi.waitFor(() => disk.remount('ro'), { timeout: 10_000 });
      else if (how === 'full') disk.fill();
      else renameSync(blobs, away);
    },
    mend() {
      if (broken === 'read-only') disk.remount('rw');
      else if (broken === 'full') disk.free();
      else if (broken === 'taken away') renameSync(away, blobs);
      broken = undefined;
    },
    [Symbol.dispose]() {
      disk[Symbol.dispose]();
    },
  };
}
