import { X509Certificate } from 'node:crypto';
import { sha256 } from '../../platform/kernel/hash.ts';
import type { Signer } from './signer.ts';

/** The signature algorithms, named as in JWS (RFC 7518, 3.1): ECDSA P-256 or RSA PKCS #1 v1.5, over SHA-256. */
export type SigningAlgorithm = 'ES256' | 'RS256';

/** The maximum number of certificates in one signature. */
export const MAX_CERTIFICATES = 8;

const MAX_NAME_LENGTH = 100;

/** A certificate is believed this long before it begins: the clock of its issuer, or ours, was corrected since. */
const CORRECTED_CLOCK_MS = 86_400_000;

/** Returns the algorithm for the key of a certificate, or nothing for an unsupported key. */
export function algorithmOf(certificate: X509Certificate): SigningAlgorithm | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return 'RS256';
  return undefined;
}

/**
 * Reads a certificate from an untrusted file.
 * @throws Error if the bytes are no certificate, or its validity period is malformed
 */
export function readCertificate(der: Uint8Array): X509Certificate {
  const certificate = new X509Certificate(der);
  const isDated = [certificate.validFromDate, certificate.validToDate].every(
    (date) => !Number.isNaN(date.getTime()),
  );
  if (!isDated) throw new Error('certificate without dates');
  return certificate;
}

/** Returns whether a certificate is, or was, valid at a moment. */
export const isInForce = ({ validFromDate, validToDate }: X509Certificate, moment: Date): boolean =>
  moment.getTime() >= validFromDate.getTime() - CORRECTED_CLOCK_MS && moment <= validToDate;

/** The characters that Node.js escapes with a backslash (RFC 4514, 2.4). It writes control characters as numbers. */
const ESCAPED = /\\([ "#+,;<=>\\])/g;

/** Returns the common name in a certificate, if it has one. */
export const commonName = (certificate: X509Certificate): string | undefined =>
  certificate.subject
    ?.split('\n')
    .find((part) => part.startsWith('CN='))
    ?.slice('CN='.length)
    .replace(ESCAPED, '$1')
    .slice(0, MAX_NAME_LENGTH);

export const describeSigner = (certificate: X509Certificate): Signer => ({
  name: commonName(certificate) ?? 'an unnamed signer',
  fingerprint: sha256(certificate.raw),
  valid_from: certificate.validFromDate.toISOString(),
  valid_to: certificate.validToDate.toISOString(),
});
