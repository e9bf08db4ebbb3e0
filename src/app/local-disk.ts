import { createKeysFolder, type KeysFolder } from '../operations/backup/keys-folder.ts';
import { Ballast } from '../platform/disk/ballast.ts';
import { createFreeSpace, type FreeSpace } from '../platform/disk/free-space.ts';
import { createScratchFolder, type ScratchFolder } from '../platform/disk/scratch-folder.ts';

/** The local disk, by its uses. Blobs may lie elsewhere. */
export interface LocalDisk {
  readonly scratch: ScratchFolder;
  readonly space: FreeSpace;
  readonly ballast: Ballast;
  readonly keys: KeysFolder;
}

/** Each use gets the data folder today, and any of them can get another folder here. */
export function openLocalDisk(dataFolder: string): LocalDisk {
  const scratch = createScratchFolder(dataFolder);
  const space = createFreeSpace(dataFolder);
  return { scratch, space, ballast: new Ballast(space, scratch), keys: createKeysFolder(dataFolder) };
}
