import { type KeyObject, verify, type X509Certificate } from 'node:crypto';
import { type Clock, systemClock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { fromDerSignature, withLowS } from './ecdsa-signature.ts';
import { type KeyMaterial, readP12, readPem } from './key-files.ts';
import { readKeyFolder } from './key-folder.ts';
import { algorithmOf, isInForce, MAX_CERTIFICATES, type SigningAlgorithm } from './signer-certificate.ts';

/** A private key with the certificate of its owner. The key itself is not accessible. */
export interface SigningKey {
  algorithm: SigningAlgorithm;
  certificate: X509Certificate;
  /**
   * The chain of certificates: each certifies the one before it, the first of them ours. Other certificates in the
   * files are left out.
   */
  chain: readonly X509Certificate[];
  /** r ‖ s for ES256, the plain signature for RS256. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** The source of a key: a folder of Roomshot, created at the first start, or files of the operator. */
export type SigningKeySource =
  | { folder: string }
  | { p12Path: string; passphrase: string }
  | { keyPemPath: string; certificatePemPath: string; passphrase?: string };

/**
 * Loads the key that seals the records of this installation. A folder without a key gets a new one: ECDSA P-256 with a
 * self-signed certificate for ten years.
 * @throws AppError `signing_key_missing`, `signing_key_unreadable`, `signing_passphrase_wrong`, `signing_key_mismatch`,
 * `signing_key_unsupported`, `signing_certificate_expired`
 */
export async function loadSigningKey(
  source: SigningKeySource,
  clock: Clock = systemClock,
): Promise<SigningKey> {
  const { material, certificate } = await readMatching(source, clock);
  const algorithm = algorithmOf(certificate);
  if (!algorithm) {
    throw new AppError(
      'invalid',
      'signing_key_unsupported',
      'This signing key cannot be used. Supply an ECDSA key on the curve P-256, or an RSA key of 2048 bits or more.',
    );
  }
  requireInForce(certificate, clock());
  return {
    algorithm,
    certificate,
    chain: chainOf(certificate, material.certificates).slice(0, MAX_CERTIFICATES - 1),
    sign: async (data) => {
      const signature = await material.sign(data);
      return algorithm === 'ES256' ? withLowS(fromDerSignature(signature)) : signature;
    },
  };
}

/**
 * Reads the certificate of a key, whether it is valid now or not.
 * @throws AppError `signing_key_missing`, `signing_key_unreadable`, `signing_passphrase_wrong`, `signing_key_mismatch`
 */
export const readSigningCertificate = async (
  source: SigningKeySource,
  clock: Clock = systemClock,
): Promise<X509Certificate> => (await readMatching(source, clock)).certificate;

async function readMatching(source: SigningKeySource, clock: Clock) {
  const material = await readMaterial(source, clock);
  return { material, certificate: await findOwnCertificate(material) };
}

function readMaterial(source: SigningKeySource, clock: Clock): Promise<KeyMaterial> {
  if ('folder' in source) return readKeyFolder(source.folder, clock);
  if ('p12Path' in source) return readP12(source.p12Path, source.passphrase);
  return readPem(source.keyPemPath, source.certificatePemPath, source.passphrase);
}

/** Finds the certificate of a key: the one that verifies a signature of it, at any position in the file. */
async function findOwnCertificate({ certificates, sign }: KeyMaterial): Promise<X509Certificate> {
  const probe = Buffer.from('Roomshot: does this certificate belong to this key?');
  const signature = await sign(probe);
  const own = certificates.find((certificate) => confirms(certificate.publicKey, probe, signature));
  if (own) return own;
  throw new AppError(
    'invalid',
    'signing_key_mismatch',
    'The signing certificate does not belong to the signing key. Supply the two that were issued together.',
  );
}

/** Returns the chain in the order of a JWS (RFC 7515, 4.1.6), without unrelated certificates. */
function chainOf(own: X509Certificate, certificates: readonly X509Certificate[]): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let last: X509Certificate | undefined = own; last; ) {
    const subject: X509Certificate = last;
    last = certificates.find(
      (other) =>
        other !== own &&
        !chain.includes(other) &&
        subject.checkIssued(other) &&
        subject.verify(other.publicKey),
    );
    if (last) chain.push(last);
  }
  return chain;
}

function confirms(publicKey: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify('sha256', data, publicKey, signature);
  } catch {
    return false;
  }
}

/** @throws AppError `signing_certificate_expired` */
export function requireInForce(certificate: X509Certificate, now: Date): void {
  if (!isInForce(certificate, now)) {
    throw new AppError(
      'invalid',
      'signing_certificate_expired',
      `The signing certificate is valid from ${certificate.validFromDate.toISOString()} to ${certificate.validToDate.toISOString()}, not now. Supply a new one, or correct the clock.`,
    );
  }
}
