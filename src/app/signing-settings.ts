import type { Clock } from '../platform/kernel/clock.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { keepAuthorities, keepCertificate } from '../records/signing/kept-certificates.ts';
import { readCertificates } from '../records/signing/key-files.ts';
import { loadSigningKey, type SigningKey, type SigningKeySource } from '../records/signing/signing-key.ts';
import {
  createTimeStampAuthority,
  type TimeStampAuthority,
} from '../records/signing/time-stamp-authority.ts';
import type { Config } from './config.ts';
import { placesIn } from './data-folder.ts';

type KeySettings = Pick<Config, 'dataFolder' | 'signing'>;

/** Returns the folder with the key of this installation, and with all certificates that it has ever signed with. */
export const signingFolder = ({ dataFolder }: Pick<Config, 'dataFolder'>): string =>
  placesIn(dataFolder).signing;

/** Returns the configured source of the signing key. */
export function signingKeySource({ dataFolder, signing }: KeySettings): SigningKeySource {
  const { p12Path, keyPath, certificatePath, passphrase } = signing;
  if (p12Path) return { p12Path, passphrase: passphrase ?? '' };
  if (keyPath && certificatePath) {
    return { keyPemPath: keyPath, certificatePemPath: certificatePath, ...(passphrase && { passphrase }) };
  }
  return { folder: signingFolder({ dataFolder }) };
}

/** @throws AppError from `loadSigningKey` if the operator's files do not fit together */
export async function openSigningKey(settings: KeySettings, clock: Clock): Promise<SigningKey> {
  const key = await loadSigningKey(signingKeySource(settings), clock);
  await keepCertificate(signingFolder(settings), key);
  return key;
}

/** Opens the time-stamp authority, if the operator configured one. @throws AppError `bad_setting` */
export async function openTimeStampAuthority(
  settings: Pick<Config, 'dataFolder' | 'timeStamps'>,
  clock: Clock,
): Promise<TimeStampAuthority | undefined> {
  const { authority } = settings.timeStamps;
  if (!authority) return undefined;
  const certificates = await readAuthorityCertificates(authority.certificatePath);
  await keepAuthorities(signingFolder(settings), certificates);
  return createTimeStampAuthority({ url: authority.url, certificates, clock });
}

/** @throws AppError `bad_setting` if the file has no certificates */
export const readAuthorityCertificates = (path: string) =>
  readCertificates(path).catch((cause: unknown) => {
    const text = 'The setting ROOMSHOT_TSA_CERTIFICATE must be a file with certificates in PEM.';
    throw new AppError('invalid', 'bad_setting', text, { cause });
  });
