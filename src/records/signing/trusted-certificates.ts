import type { X509Certificate } from 'node:crypto';
import { AppError } from '../../platform/kernel/errors.ts';
import { parseCertificates } from './key-files.ts';

/**
 * Every certificate in some texts in PEM.
 * @throws AppError `certificate_unreadable` when one of the texts holds none, or a damaged one
 */
export const readTrusted = (texts: readonly string[]): X509Certificate[] => texts.flatMap(parse);

/**
 * The signers in some texts in PEM. Only a certificate itself counts, and what else its authority has issued is none
 * of our business: so an authority that lies in the text with what it has issued is no signer.
 * @throws AppError as `readTrusted`
 */
export const readTrustedSigners = (texts: readonly string[]): X509Certificate[] =>
  texts.flatMap((text) => {
    const certificates = parse(text);
    return certificates.filter((one) => !certificates.some((other) => hasIssued(one, other)));
  });

/** One that is signed with its own key was issued by nobody else, also if a later one has that key and name. */
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
