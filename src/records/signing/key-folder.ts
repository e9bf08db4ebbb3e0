import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../platform/kernel/clock.ts';
import { placeOnce, readIfThere, replaceFile } from '../../platform/kernel/durable-file.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { type KeyMaterial, parseCertificates, parsePrivateKey, signerOf } from './key-files.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

/** The file of the certificate, for those who verify records. */
export const CERTIFICATE_FILE = 'signing-certificate.pem';
const VALID_YEARS = 10;
/** A certificate begins before it is made. Otherwise it is unusable when a clock that was ahead is corrected. */
const BACKDATED_MS = 7 * 86_400_000;

/** Returns the path of the key file in a folder. */
export const keyFileIn = (folder: string): string => join(folder, 'signing-key.pem');

/**
 * Reads the key of a folder, or creates one if there is none. One file contains key and certificate together, so that
 * they stay consistent. A copy of the certificate is in its own file, for those who verify records.
 * @throws AppError `signing_key_unreadable` when the file is damaged
 */
export async function readKeyFolder(folder: string, clock: Clock): Promise<KeyMaterial> {
  const path = keyFileIn(folder);
  const pem = (await readIfThere(path)) ?? (await placeOnce(path, newKeyPem(clock()), 0o600));
  const certificates = parseCertificates(pem, path);
  const own = certificates.map((certificate) => certificate.toString()).join('');
  const published = join(folder, CERTIFICATE_FILE);
  if ((await readIfThere(published)) !== own) await replaceFile(published, own, 0o644);
  return { certificates, sign: signerOf(parsePrivateKey(pem, path)) };
}

function newKeyPem(now: Date): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = createSelfSignedCertificate({
    commonName: `Roomshot ${newId()}`,
    privateKey,
    notBefore: new Date(now.getTime() - BACKDATED_MS),
    years: VALID_YEARS,
  });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) + new X509Certificate(certificate).toString();
}
