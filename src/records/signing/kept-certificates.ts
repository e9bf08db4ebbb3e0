import type { X509Certificate } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { placeOnce, readIfThere } from '../../platform/kernel/durable-file.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { missing } from '../../platform/kernel/system-error.ts';
import { parseCertificates } from './key-files.ts';
import { CERTIFICATE_FILE } from './key-folder.ts';
import type { SigningKey } from './signing-key.ts';

const KEPT_FOLDER = 'certificates';
const AUTHORITIES_FOLDER = 'time-stamp-authorities';

/** Returns the path of the folder with the certificates of all keys that have sealed records here. */
export const keptCertificatesIn = (folder: string): string => join(folder, KEPT_FOLDER);

/** Returns the paths of all folders with kept certificates. */
export const keptFoldersIn = (folder: string): string[] => [
  keptCertificatesIn(folder),
  join(folder, AUTHORITIES_FOLDER),
];

/**
 * Stores the certificate of a sealing key by its fingerprint, because records outlive their keys. An operator who
 * deletes a file from the folder revokes the trust in the records of that key.
 */
export const keepCertificate = (folder: string, { certificate }: SigningKey): Promise<void> =>
  keep(keptCertificatesIn(folder), certificate);

/** Stores the certificates of the authorities whose time stamps are in seals, in the same way. */
export async function keepAuthorities(
  folder: string,
  certificates: readonly X509Certificate[],
): Promise<void> {
  for (const certificate of certificates) await keep(join(folder, AUTHORITIES_FOLDER), certificate);
}

const keep = async (folder: string, certificate: X509Certificate): Promise<void> =>
  void (await placeOnce(join(folder, `${sha256(certificate.raw)}.pem`), certificate.toString(), 0o644));

/**
 * Reads the certificates, in PEM, of every key that has sealed records here, current and earlier. The published one is
 * used only if none were kept yet, because it stays if the operator supplies another key.
 * @throws AppError `certificate_unreadable`
 */
export async function readKeptCertificates(folder: string): Promise<string[]> {
  const kept = await readAll(keptCertificatesIn(folder));
  const published = kept.length === 0 ? await readCertificate(join(folder, CERTIFICATE_FILE)) : undefined;
  return published === undefined ? kept : [published];
}

/**
 * Reads the certificates, in PEM, of every time-stamp authority that was ever used here.
 * @throws AppError `certificate_unreadable`
 */
export const readKeptAuthorities = (folder: string): Promise<string[]> =>
  readAll(join(folder, AUTHORITIES_FOLDER));

async function readAll(folder: string): Promise<string[]> {
  const names = ((await readdir(folder).catch(missing)) ?? []).filter(isCertificate);
  const texts = await Promise.all(names.map((name) => readCertificate(join(folder, name))));
  return texts.filter((text) => text !== undefined);
}

/** Reads one certificate. A damaged one must be reported: without it, valid records would be called forged. */
async function readCertificate(path: string): Promise<string | undefined> {
  const text = await readIfThere(path);
  try {
    if (text !== undefined) parseCertificates(text, path);
    return text;
  } catch (cause) {
    const message = `The file ${path} is not a certificate in PEM. Restore it from a backup, or move it away.`;
    throw new AppError('invalid', 'certificate_unreadable', message, { cause });
  }
}

const isCertificate = (name: string): boolean => name.endsWith('.pem') && !name.startsWith('.');
