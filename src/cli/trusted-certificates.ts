import { readFile } from 'node:fs/promises';
import type { Config } from '../app/config.ts';
import { placesIn } from '../app/data-folder.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { readKeptAuthorities, readKeptCertificates } from '../records/signing/kept-certificates.ts';

/**
 * The certificates that were named, in PEM. If none was, those of this installation: of all keys that have
 * sealed here, and of the operator's if it has not yet; none where there is no installation.
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
 * The certificates of time-stamp authorities that were named, or else those of this installation; nothing when
 * somebody else's record is checked without naming any.
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
