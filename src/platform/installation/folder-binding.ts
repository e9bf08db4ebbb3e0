import { existsSync } from 'node:fs';
import { storedPath } from '../blobs/blob-folder.ts';
import type { Database, Queryable } from '../db/database.ts';
import {
  ADOPT,
  filesNotFound,
  filesUnknown,
  foreignFolder,
  idMissing,
  keysNotFound,
  withoutDatabase,
} from './folder-refusals.ts';
import {
  type FolderContents,
  findContents,
  type IdMark,
  type InstallationFolder,
  idFilesOf,
  placeMark,
  readMarks,
  replaceMark,
} from './installation-folder.ts';
import {
  type DatabaseIdentity,
  everHadFiles,
  everSealed,
  markBound,
  readId,
  readIdentity,
  renewId,
  sampleNeeded,
} from './installation-store.ts';

/** The number of files that are looked up before a folder without an id is bound. */
const SAMPLE = 200;

/**
 * `bound`: folder and database have the same id. `free`: the folder can become the one of this database. `adopted`: the
 * operator has said that it is.
 */
export type Binding = 'bound' | 'free' | 'adopted';

/**
 * Refuses a folder with files or keys if its embedded database does not exist, because the disk of the database may not
 * be mounted.
 * @throws AppError `folder_without_database`
 */
export async function requireUnused(folder: InstallationFolder): Promise<void> {
  const contents = await findContents(folder);
  const marks = await readMarks(folder);
  if (isAdopted(marks)) return;
  const found = oneOf(contents) ?? marks.find(({ text }) => text !== undefined)?.path;
  if (found !== undefined) throw withoutDatabase(folder, found);
}

/**
 * Compares a database of any version with a data folder. Changes nothing.
 * @throws AppError `folder_without_database`, `foreign_folder`, `folder_not_mounted`, `files_not_found`,
 * `keys_not_found`
 */
export async function compareFolder(db: Queryable, folder: InstallationFolder): Promise<Binding> {
  // A process that binds the folder at the same time writes the id first, and keys and files afterwards. The order of
  // these reads is the reverse one, so they never find the files of that process without its id.
  const contents = await findContents(folder);
  const before = await readMarks(folder);
  if (isAdopted(before)) return 'adopted';
  const identity = await readIdentity(db);
  const marks = identity.id === undefined ? before : await readMarks(folder);
  if (marks[0].text === undefined && !identity.hasFolder) {
    await requireEvidence(db, folder, { identity, contents, marks });
    return 'free';
  }
  for (const mark of marks) requireSame(folder, mark, identity);
  return identity.hasFolder ? 'bound' : 'free';
}

/** Makes a data folder the one of a database, unless it already is. @throws AppError like `compareFolder` */
export async function bindFolder(database: Database, folder: InstallationFolder): Promise<void> {
  const binding = await compareFolder(database.query, folder);
  if (binding === 'bound') return;
  if (binding === 'adopted') return renewBinding(database, folder);
  const identity = await readIdentity(database.query);
  const [own, ...others] = idFilesOf(folder);
  // The id of the data folder comes last: if it exists, the folder is completely bound.
  for (const path of others) await replaceMark(path, identity.id ?? '');
  requireSame(folder, { path: own, text: await placeMark(own, identity.id ?? '') }, identity);
  await database.transaction(markBound);
}

/** Gives a database and its data folder a new id. Copies of either do not belong to them any more. */
export async function renewBinding(database: Database, folder: InstallationFolder): Promise<void> {
  await database.transaction(async (tx) => {
    const id = await renewId(tx);
    // The first file contains the word of the operator. It is replaced last: after an interruption it still counts.
    for (const path of idFilesOf(folder).reverse()) await replaceMark(path, id);
  });
}

/** @throws AppError `foreign_folder` or `folder_not_mounted` unless both have the same id at this moment */
export async function requireBound(db: Queryable, folder: InstallationFolder): Promise<void> {
  const identity = { id: await readId(db), isUsed: true };
  for (const mark of await readMarks(folder)) requireSame(folder, mark, identity);
}

function requireSame(
  folder: InstallationFolder,
  mark: IdMark,
  identity: Pick<DatabaseIdentity, 'id' | 'isUsed'>,
): void {
  if (mark.text === identity.id) return;
  if (mark.text === undefined) throw idMissing(folder, mark);
  throw identity.isUsed ? foreignFolder(folder, mark, identity) : withoutDatabase(folder, mark.path);
}

/**
 * Checks whether a folder without an id can be the one of this database. Version 0.2 did not write ids.
 * @throws AppError `folder_without_database`, `files_not_found`, `keys_not_found`, `foreign_folder`
 */
async function requireEvidence(
  db: Queryable,
  folder: InstallationFolder,
  {
    identity,
    contents,
    marks,
  }: { identity: DatabaseIdentity; contents: FolderContents; marks: readonly IdMark[] },
): Promise<void> {
  const foreign = marks.find(({ text }) => text !== undefined && text !== identity.id);
  const found = oneOf(contents) ?? foreign?.path;
  if (!identity.isUsed && found !== undefined) throw withoutDatabase(folder, found);
  if (!identity.isUsed) return;
  const needed = await sampleNeeded(db, SAMPLE);
  const absent = needed.filter((hash) => !existsSync(storedPath(folder.blobs, hash))).length;
  if (2 * absent > needed.length) throw filesNotFound(folder, { absent, of: needed.length });
  if (contents.signingKey === undefined && (await everSealed(db))) throw keysNotFound(folder);
  const { blob } = contents;
  if (blob !== undefined && !(await everHadFiles(db))) throw filesUnknown(folder, blob);
}

const oneOf = ({ secret, signingKey, blob }: FolderContents): string | undefined =>
  secret ?? signingKey ?? blob;

const isAdopted = ([first]: readonly IdMark[]): boolean => first?.text === ADOPT;
