import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../kernel/durable-file.ts';

/** The layout of a folder of blobs. Its version is part of the path. */
export interface BlobFolder {
  /** The folder with one folder for each two first digits of a hash. */
  root: string;
  /** Files that are being written or removed. */
  incoming: string;
  /** Damaged blobs, for an operator to look at. */
  quarantine: string;
}

/** Creates the folders that are missing. */
export async function openBlobFolder(folder: string): Promise<BlobFolder> {
  const root = join(folder, 'v1');
  const places = { root, incoming: join(root, 'incoming'), quarantine: join(root, 'corrupted') };
  await mkdir(places.incoming, { recursive: true, mode: 0o700 });
  await mkdir(places.quarantine, { recursive: true, mode: 0o700 });
  return places;
}

export const blobPath = ({ root }: BlobFolder, hash: string): string => join(root, hash.slice(0, 2), hash);

/** Moves a complete file to its place, over the one that was there, and makes the move durable. */
export async function moveInPlace(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(from, to);
  await syncFolder(folder);
  if (created !== undefined) await syncFolder(dirname(folder));
}
