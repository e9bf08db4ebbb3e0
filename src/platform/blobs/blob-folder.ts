import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, syncFolder } from '../kernel/durable-file.ts';
import { hasSystemCode, missing } from '../kernel/system-error.ts';

/** The layout of a folder of blobs. Its version is part of the path. */
export interface BlobFolder {
  /** The folder with one folder for each two first digits of a hash. */
  root: string;
  /** Files that are being written or removed. */
  incoming: string;
  /** Damaged blobs, for an operator to look at. */
  quarantine: string;
  /** The folders in `root` that this process has made durable. */
  durableShelves: Set<string>;
}

const SHELF = /^[0-9a-f]{2}$/;
const HASH = /^[0-9a-f]{64}$/;

const layoutOf = (folder: string): BlobFolder => {
  const root = join(folder, 'v1');
  return {
    root,
    incoming: join(root, 'incoming'),
    quarantine: join(root, 'corrupted'),
    durableShelves: new Set(),
  };
};

/** Creates the folders that are missing. */
export async function openBlobFolder(folder: string): Promise<BlobFolder> {
  const places = layoutOf(folder);
  await makeFolder(places.incoming);
  await makeFolder(places.quarantine);
  return places;
}

export const blobPath = ({ root }: BlobFolder, hash: string): string => join(root, hash.slice(0, 2), hash);

/** Yields the hashes of all blobs, in their order. */
export async function* hashesIn({ root }: BlobFolder): AsyncIterable<string> {
  for (const shelf of await namesIn(root, SHELF)) yield* await namesIn(join(root, shelf), HASH);
}

/** Yields the paths of the blobs in a folder that may not exist. Creates nothing. */
export async function* listStored(folder: string): AsyncIterable<string> {
  const places = layoutOf(folder);
  for await (const hash of hashesIn(places)) yield blobPath(places, hash);
}

/** Returns the path of a blob in a folder that may not exist. */
export const storedPath = (folder: string, hash: string): string => blobPath(layoutOf(folder), hash);

function there(error: unknown): false {
  if (!hasSystemCode(error, 'EEXIST')) throw error;
  return false;
}

/**
 * Gives a complete file its place, and makes the change durable.
 * @param place moves or links the file to the path
 */
export async function placeBlob(
  folder: BlobFolder,
  hash: string,
  place: (path: string) => Promise<void>,
): Promise<void> {
  const path = blobPath(folder, hash);
  const shelf = dirname(path);
  // Not recursive: if the disk of the store was taken away, its folder must not be created on another one.
  const created = await mkdir(shelf, { mode: 0o700 }).then(() => true, there);
  await place(path);
  await syncFolder(shelf);
  // Another request or process may have created the shelf, and not made it durable yet.
  if (!created && folder.durableShelves.has(shelf)) return;
  await syncFolder(folder.root);
  folder.durableShelves.add(shelf);
}

const namesIn = async (folder: string, pattern: RegExp): Promise<string[]> =>
  ((await readdir(folder).catch(missing)) ?? []).filter((name) => pattern.test(name)).sort();
