import { AppError } from '../kernel/errors.ts';
import { type IdMark, type InstallationFolder, idFilesOf } from './installation-folder.ts';
import type { DatabaseIdentity } from './installation-store.ts';

/** An operator writes this word into the id file of the data folder to bind the folder to the database. */
export const ADOPT = 'adopt';

const NOTHING_CHANGED = 'Nothing was changed.';

const orAdopt = (folder: InstallationFolder): string =>
  `If the folder and this database do belong together, write the word ${ADOPT} into ${idFilesOf(folder)[0]} and start again.`;

/** Creates the error for an empty database beside the files of an installation. */
export const withoutDatabase = (folder: InstallationFolder, found: string): AppError =>
  refusal(
    'folder_without_database',
    `The data folder ${folder.path} belongs to an installation (${found} exists), but its database is empty or missing. Check DATABASE_URL and that all disks are mounted, restore a backup into another data folder, or use an empty data folder for a new installation. ${orAdopt(folder)}`,
  );

/** Creates the error for a data folder whose id is not the one of the database. */
export const foreignFolder = (
  folder: InstallationFolder,
  { path, text }: IdMark,
  { id }: Pick<DatabaseIdentity, 'id'>,
): AppError =>
  refusal(
    'foreign_folder',
    `The data folder ${folder.path} belongs to another database: ${path} contains ${describeId(text)}, and the database has ${describeId(id)}. Check DATABASE_URL and ROOMSHOT_DATA_DIR. ${orAdopt(folder)}`,
  );

/** Creates the error for a data folder without the id that the database has given to its folder. */
export const idMissing = (folder: InstallationFolder, { path }: IdMark): AppError =>
  refusal(
    'folder_not_mounted',
    `The database belongs to another data folder: ${path} does not exist. Check ROOMSHOT_DATA_DIR and DATABASE_URL, and that all disks are mounted. ${orAdopt(folder)}`,
  );

/** Creates the error for a data folder without an id that lacks the files of the database. */
export const filesNotFound = (
  folder: InstallationFolder,
  { absent, of }: { absent: number; of: number },
): AppError =>
  refusal(
    'files_not_found',
    `The data folder ${folder.path} does not contain the files of this database: ${absent} of ${of} were not found. Check ROOMSHOT_DATA_DIR and DATABASE_URL, and that all disks are mounted. ${orAdopt(folder)}`,
  );

/** Creates the error for a data folder without a key or certificate whose database has sealed records. */
export const keysNotFound = (folder: InstallationFolder): AppError =>
  refusal(
    'keys_not_found',
    `The data folder ${folder.path} does not contain the keys of this database: it has sealed records, and ${folder.signing} contains no signing key and no certificate. Check ROOMSHOT_DATA_DIR and DATABASE_URL, and that all disks are mounted. ${orAdopt(folder)}`,
  );

/** Creates the error for a data folder with files that the database never had. */
export const filesUnknown = (folder: InstallationFolder, found: string): AppError =>
  refusal(
    'foreign_folder',
    `The data folder ${folder.path} belongs to another database: ${found} exists, and this database has never had a file. Check DATABASE_URL and ROOMSHOT_DATA_DIR. ${orAdopt(folder)}`,
  );

const describeId = (id: string | undefined): string => (id ? `the id ${id}` : 'no id');

const refusal = (code: string, text: string): AppError =>
  new AppError('unavailable', code, `${text} ${NOTHING_CHANGED}`);
