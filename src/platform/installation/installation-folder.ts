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
  /** The folder of the signing key and the certificates, which may be on another disk. */
  signing: string;
  /** The files and folders in it that show that there was a key. */
  signingKeys: readonly string[];
  /** Other files with secrets that Roomshot has created. */
  secrets: readonly string[];
}

/** The text of an id file, if there is one. */
export interface IdMark {
  path: string;
  text: string | undefined;
}

/** Returns the paths of the id files. Each folder that can be a mount point of its own has one. */
export const idFilesOf = ({ path, blobs, signing }: InstallationFolder): IdFiles<string> => [
  join(path, ID_FILE),
  join(blobs, ID_FILE),
  join(signing, ID_FILE),
];

type IdFiles<Item> = [own: Item, ofBlobs: Item, ofSigning: Item];

/** Reads the id files, in the order of `idFilesOf`. */
export async function readMarks(folder: InstallationFolder): Promise<IdFiles<IdMark>> {
  const [own, ofBlobs, ofSigning] = idFilesOf(folder);
  return [await readMark(own), await readMark(ofBlobs), await readMark(ofSigning)];
}

const readMark = async (path: string): Promise<IdMark> => ({ path, text: (await readIfThere(path))?.trim() });

/** Writes an id file. If another process was faster, its text stays. Returns the text of the file. */
export const placeMark = async (path: string, id: string): Promise<string> =>
  (await placeOnce(path, `${id}\n`, 0o600)).trim();

export async function replaceMark(path: string, id: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, `${id}\n`, 0o600);
}

/** What an installation has left in a folder: the path of one secret, of one key or certificate, and of one blob. */
export interface FolderContents {
  secret: string | undefined;
  signingKey: string | undefined;
  blob: string | undefined;
}

export async function findContents(folder: InstallationFolder): Promise<FolderContents> {
  return {
    secret: await firstIn(folder.secrets),
    signingKey: await firstIn(folder.signingKeys),
    blob: await firstOf(listStored(folder.blobs)),
  };
}

async function firstIn(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
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
