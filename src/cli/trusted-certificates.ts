import { readFile } from 'node:fs/promises';
import type { Config } from '../app/config.ts';
import { placesIn } from '../app/data-folder.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { readKeptAuthorities, readKeptCertificates } from '../records/signing/kept-certificates.ts';

/**
 * Reads the named certificates in PEM. By default they are those of this installation: of all keys that have sealed
 * records here, and of the configured key. Without an installation there are none.
 * @throws AppError `file_unreadable`
 */
export async function readTrusted(
  { dataFolder, signing }: Pick<Config, 'dataFolder' | 'signing'>,
  named: string[],
): Promise<string[]> {
  if (named.length > 0) return readAll(named);
  const kept = await readKeptCertificates(placesIn(dataFolder).signing);
  return [...kept, ...(await readAll(signing.certificatePath ? [signing.certificatePath] : []))];
}

/**
 * Reads the named certificates of time-stamp authorities, or else those of this installation. It returns nothing if a
 * record of another installation is checked without named authorities.
 * @throws AppError `file_unreadable`
 */
export async function readAuthorities(
  { dataFolder }: Pick<Config, 'dataFolder'>,
  named: string[],
  isOwn: boolean,
): Promise<string[] | undefined> {
  if (named.length > 0) return readAll(named);
  return isOwn ? readKeptAuthorities(placesIn(dataFolder).signing) : undefined;
}

const readAll = async (paths: readonly string[]): Promise<string[]> =>
  (await Promise.all(paths.map(readNamed))).map(String);

/** @throws AppError `file_unreadable` */
export async function readNamed(path: string): Promise<Buffer<ArrayBuffer>> {
  return readFile(path).catch((cause) => {
    throw new AppError('not_found', 'file_unreadable', `The file ${path} cannot be read.`, { cause });
  });
}
