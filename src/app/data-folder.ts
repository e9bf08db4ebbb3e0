import { basename, join } from 'node:path';
import { LOCK_FILE } from '../platform/db/folder-lock.ts';
import { UNFINISHED_RESTORE } from '../platform/db/open-database.ts';

/** Returns the paths of all that an installation keeps in its data folder. */
export const placesIn = (dataFolder: string) => ({
  blobs: join(dataFolder, 'blobs'),
  embeddedDatabase: join(dataFolder, 'postgres'),
  /** The file with the address of the running server, and the token of commands. */
  operatorEndpoint: join(dataFolder, 'operator.json'),
  jwtSecret: join(dataFolder, 'jwt-secret'),
  /** The folder of the signing key and the certificates. */
  signing: join(dataFolder, 'signing'),
});

/** Returns the names of all that an installation keeps in its data folder. */
export const entriesOf = (dataFolder: string): string[] => [
  ...Object.values(placesIn(dataFolder)).map((path) => basename(path)),
  LOCK_FILE,
  UNFINISHED_RESTORE,
];
