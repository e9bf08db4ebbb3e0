import { createKeysFolder, type KeysFolder } from '../operations/backup/keys-folder.ts';
import { createFreeSpace, type FreeSpace } from '../platform/disk/free-space.ts';
import { createScratchFolder, type ScratchFolder } from '../platform/disk/scratch-folder.ts';

/** The local disk, by its uses. Blobs may lie elsewhere. */
export interface LocalDisk {
  readonly scratch: ScratchFolder;
  readonly space: FreeSpace;
  readonly keys: KeysFolder;
}

/** Each use gets the data folder today, and any of them can get another folder here. */
export const openLocalDisk = (dataFolder: string): LocalDisk => ({
  scratch: createScratchFolder(dataFolder),
  space: createFreeSpace(dataFolder),
  keys: createKeysFolder(dataFolder),
});
