import { createHash, type X509Certificate } from 'node:crypto';
import { childAt, der, readChildren, readElement } from './der.ts';
import { commonName } from './signer-certificate.ts';
import { isTokenSigned, type TimeStampToken } from './time-stamp-token.ts';

const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** The extended key usage of RFC 3161, 2.3: the certificate is only for time stamps, and marks this as critical. */
const FOR_TIME_STAMPS = der.sequence(
  der.oid(EXTENDED_KEY_USAGE),
  der.boolean(true),
  der.octets(der.sequence(der.oid(TIME_STAMPING))),
);

/** Returns the certificate that issued the signer's certificate of a token: the authority, or the signer itself. */
export const issuerOf = (
  { signer }: TimeStampToken,
  authorities: readonly X509Certificate[],
): X509Certificate | undefined =>
  authorities.find((authority) => authority.raw.equals(signer.raw)) ??
  authorities.find((authority) => hasIssued(authority, signer));

function hasIssued(authority: X509Certificate, certificate: X509Certificate): boolean {
  return authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/**
 * Explains the fault of a token for some bytes, given the certificate of its authority. Returns nothing if the token is
 * valid. The text is for users.
 */
export function findFault(
  token: TimeStampToken,
  stamped: Uint8Array,
  authority: X509Certificate,
): string | undefined {
  try {
    return judge(token, stamped, authority);
  } catch {
    // The token is untrusted.
    return 'The time stamp cannot be read.';
  }
}

function judge(token: TimeStampToken, stamped: Uint8Array, authority: X509Certificate): string | undefined {
  const { signer, time } = token;
  if (!createHash('sha256').update(stamped).digest().equals(token.imprint))
    return 'The time stamp belongs to another file.';
  if (!isTokenSigned(token)) return 'The signature of the time stamp does not hold.';
  if (!extensionsOf(signer).some((extension) => Buffer.compare(extension, FOR_TIME_STAMPS) === 0))
    return 'The time stamp is signed with a certificate that is not for time stamps.';
  if (!authority.raw.equals(signer.raw) && !hasIssued(authority, signer))
    return 'The certificate of the time stamp is not of its authority.';
  const expired = [signer, authority].find(
    ({ validFromDate, validToDate }) => time < validFromDate || time > validToDate,
  );
  if (expired)
    return `The certificate of ${nameOf(expired)} was not valid at the time of the stamp, ${time.toISOString()}.`;
  return undefined;
}

/** Returns the name of an authority. */
export const nameOf = (certificate: X509Certificate): string =>
  commonName(certificate) ?? certificate.subject?.replaceAll('\n', ', ') ?? 'an unnamed authority';

function extensionsOf(certificate: X509Certificate): Uint8Array[] {
  const fields = readChildren(childAt(readElement(certificate.raw), 0));
  const extensions = fields.find(({ tag }) => tag === 0xa3);
  return extensions ? readChildren(childAt(extensions, 0)).map(({ raw }) => raw) : [];
}
