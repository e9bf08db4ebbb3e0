import { X509Certificate } from 'node:crypto';
import { sha256 } from '../../platform/kernel/hash.ts';
import type { Signer } from './signer.ts';

/** How a signature is made, named as in JWS (RFC 7518, 3.1): ECDSA P-256 or RSA PKCS #1 v1.5, over SHA-256. */
export type SigningAlgorithm = 'ES256' | 'RS256';

/** The most certificates that are written or read with one signature. */
export const MAX_CERTIFICATES = 8;

const MAX_NAME_LENGTH = 100;

/** How signatures of a certificate's key are made, or nothing when we do not use such keys. */
export function algorithmOf(certificate: X509Certificate): SigningAlgorithm | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return 'RS256';
  return undefined;
}

/**
 * Reads a certificate from an untrusted file.
 * @throws Error when these bytes are none, or one without a proper period of validity
 */
export function readCertificate(der: Uint8Array): X509Certificate {
  const certificate = new X509Certificate(der);
  const isDated = [certificate.validFromDate, certificate.validToDate].every(
    (date) => !Number.isNaN(date.getTime()),
  );
  if (!isDated) throw new Error('certificate without dates');
  return certificate;
}

/** What Node writes with a backslash before it (RFC 4514, 2.4); control characters it writes as numbers. */
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
