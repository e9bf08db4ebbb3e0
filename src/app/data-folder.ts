import { basename, join } from 'node:path';
import { LOCK_FILE } from '../platform/db/folder-lock.ts';
import { UNFINISHED_RESTORE } from '../platform/db/open-database.ts';
import { WITNESS_FILE } from '../platform/db/witness.ts';
import { type InstallationFolder, idFilesOf } from '../platform/installation/installation-folder.ts';
import { keptCertificatesIn, keptFoldersIn } from '../records/signing/kept-certificates.ts';
import { keyFileIn } from '../records/signing/key-folder.ts';

/** Returns the paths of all that an installation keeps in its data folder. */
export const placesIn = (dataFolder: string) => ({
  blobs: join(dataFolder, 'blobs'),
  embeddedDatabase: join(dataFolder, 'postgres'),
  /** The file with the address of the running server, and the token of commands. */
  operatorEndpoint: join(dataFolder, 'operator.json'),
  jwtSecret: join(dataFolder, 'jwt-secret'),
  /** The file with the head up to which the audit log was last verified. */
  verifiedAudit: join(dataFolder, 'audit-verified'),
  /** The folder of the signing key and the certificates. */
  signing: join(dataFolder, 'signing'),
});

/** Returns the parts of a data folder that its database needs. */
export function installationIn(dataFolder: string): InstallationFolder {
  const { blobs, jwtSecret, signing } = placesIn(dataFolder);
  const signingKeys = [keyFileIn(signing), keptCertificatesIn(signing)];
  return { path: dataFolder, blobs, signing, signingKeys, secrets: [jwtSecret] };
}

/** Returns the names of all that an installation keeps in its data folder. */
export const entriesOf = (dataFolder: string): string[] => [
  ...Object.values(placesIn(dataFolder)).map((path) => basename(path)),
  basename(idFilesOf(installationIn(dataFolder))[0]),
  LOCK_FILE,
  UNFINISHED_RESTORE,
  WITNESS_FILE,
];

/** Returns the folders in which small files are written: ids, secrets, keys and certificates. */
export function writtenFoldersIn(dataFolder: string): string[] {
  const { blobs, signing } = placesIn(dataFolder);
  return [dataFolder, blobs, signing, ...keptFoldersIn(signing)];
}
