import { statfsSync } from 'node:fs';
import { storageFull } from '../kernel/system-error.ts';

/** The space that is left on the disk of a folder. */
export interface FreeSpace {
  /** For messages. */
  readonly folder: string;
  /** Returns bytes. */
  read(): number;
  /**
   * Makes sure that there is room for something new. A write that fails would be too late: an embedded database that
   * cannot lengthen its log must be restarted.
   * @throws AppError `storage_full`
   */
  require(): void;
}

/** Reserved for work in progress, for log-ins, and for deletions, which free space again. */
export const RESERVE_BYTES = 64_000_000;

export function createFreeSpace(folder: string): FreeSpace {
  const read = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    read,
    require() {
      if (read() < RESERVE_BYTES) throw storageFull();
    },
  };
}
