import type { X509Certificate } from 'node:crypto';
import { AppError } from '../../platform/kernel/errors.ts';
import { parseCertificates } from './key-files.ts';

/**
 * Reads every certificate in texts in PEM.
 * @throws AppError `certificate_unreadable` if one of the texts contains none, or a damaged one
 */
export const readTrusted = (texts: readonly string[]): X509Certificate[] => texts.flatMap(parse);

/**
 * Reads the signers in texts in PEM. Only a certificate itself is trusted, and not the other certificates of its
 * authority. Therefore an authority in a text together with a certificate that it issued is no signer.
 * @throws AppError as `readTrusted`
 */
export const readTrustedSigners = (texts: readonly string[]): X509Certificate[] =>
  texts.flatMap((text) => {
    const certificates = parse(text);
    return certificates.filter((one) => !certificates.some((other) => hasIssued(one, other)));
  });

/**
 * Returns whether an authority issued a certificate. A self-signed certificate has no other issuer, even if a later one
 * has the same key and name.
 */
const hasIssued = (authority: X509Certificate, certificate: X509Certificate): boolean =>
  certificate.issuer !== certificate.subject &&
  certificate.checkIssued(authority) &&
  certificate.verify(authority.publicKey);

function parse(text: string): X509Certificate[] {
  try {
    return parseCertificates(text, 'A trusted certificate');
  } catch (cause) {
    const message = 'A trusted certificate is not a certificate in PEM.';
    throw new AppError('invalid', 'certificate_unreadable', message, { cause });
  }
}
