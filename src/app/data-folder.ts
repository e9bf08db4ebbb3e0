import { join } from 'node:path';

/** The folder of the signing key and the certificates, in the data folder. */
export const KEYS_FOLDER = 'signing';

/** Returns the paths of all that an installation keeps in its data folder. */
export const placesIn = (dataFolder: string) => ({
  blobs: join(dataFolder, 'blobs'),
  embeddedDatabase: join(dataFolder, 'postgres'),
  /** The file with the address of the running server, and the token of commands. */
  operatorEndpoint: join(dataFolder, 'operator.json'),
  jwtSecret: join(dataFolder, 'jwt-secret'),
  /** The folder of the signing key and the certificates. */
  signing: join(dataFolder, KEYS_FOLDER),
});
