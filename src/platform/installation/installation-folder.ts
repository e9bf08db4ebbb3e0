import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listStored } from '../blobs/blob-folder.ts';
import { placeOnce, readIfThere, replaceFile } from '../kernel/durable-file.ts';
import { missing } from '../kernel/system-error.ts';

/** The name of the file with the id of the installation. */
const ID_FILE = 'installation-id';

/** Where the parts of an installation are that its database needs. */
export interface InstallationFolder {
  /** The data folder. */
  path: string;
  /** The folder of the blobs, which may be on another disk. */
  blobs: string;
  /** Files and folders of keys and secrets that Roomshot has created. */
  keys: readonly string[];
}

/** The text of an id file, if there is one. */
export interface IdMark {
  path: string;
  text: string | undefined;
}

/** Returns the paths of the id files. Each folder that can be a mount point of its own has one. */
export const idFilesOf = ({ path, blobs }: InstallationFolder): [own: string, ofBlobs: string] => [
  join(path, ID_FILE),
  join(blobs, ID_FILE),
];

/** Reads the id files, in the order of `idFilesOf`. */
export async function readMarks(folder: InstallationFolder): Promise<[own: IdMark, ofBlobs: IdMark]> {
  const [own, ofBlobs] = idFilesOf(folder);
  return [await readMark(own), await readMark(ofBlobs)];
}

const readMark = async (path: string): Promise<IdMark> => ({ path, text: (await readIfThere(path))?.trim() });

/** Writes an id file. If another process was faster, its text stays. Returns the text of the file. */
export const placeMark = async (path: string, id: string): Promise<string> =>
  (await placeOnce(path, `${id}\n`, 0o600)).trim();

export async function replaceMark(path: string, id: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, `${id}\n`, 0o600);
}

/** What an installation has left in a folder: the path of one key and of one blob. */
export interface FolderContents {
  key: string | undefined;
  blob: string | undefined;
}

export async function findContents({ keys, blobs }: InstallationFolder): Promise<FolderContents> {
  return { key: await firstKey(keys), blob: await firstOf(listStored(blobs)) };
}

async function firstKey(keys: readonly string[]): Promise<string | undefined> {
  for (const path of keys) {
    const found = await stat(path).catch(missing);
    if (found?.isFile()) return path;
    if (found?.isDirectory() && (await readdir(path)).length > 0) return path;
  }
  return undefined;
}

async function firstOf(paths: AsyncIterable<string>): Promise<string | undefined> {
  for await (const path of paths) return path;
  return undefined;
}
