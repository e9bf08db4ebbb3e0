import type { X509Certificate } from 'node:crypto';
import { childAt, DerError, der, readChildren, readElement } from './der.ts';

/** Constants that signatures of documents and time stamps share: both are CMS (RFC 5652). */
export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  rsaEncryption: '1.2.840.113549.1.1.1',
} as const;

export type Digest = 'sha256' | 'sha384' | 'sha512';

/** The identifiers of hash functions, and of the signatures over them (RFC 5754, RFC 5758). */
export const DIGESTS: Record<Digest, { oid: string; rsa: string; ecdsa: string }> = {
  sha256: { oid: '2.16.840.1.101.3.4.2.1', rsa: '1.2.840.113549.1.1.11', ecdsa: '1.2.840.10045.4.3.2' },
  sha384: { oid: '2.16.840.1.101.3.4.2.2', rsa: '1.2.840.113549.1.1.12', ecdsa: '1.2.840.10045.4.3.3' },
  sha512: { oid: '2.16.840.1.101.3.4.2.3', rsa: '1.2.840.113549.1.1.13', ecdsa: '1.2.840.10045.4.3.4' },
};

export const attribute = (oid: string, value: Uint8Array): Uint8Array =>
  der.sequence(der.oid(oid), der.setOf(value));

/** Returns the raw issuer and serial number of a certificate (RFC 5280, 4.1). */
export function issuerAndSerial(certificate: X509Certificate): { issuer: Uint8Array; serial: Uint8Array } {
  const fields = readChildren(childAt(readElement(certificate.raw), 0));
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (!serial || !issuer) throw new DerError('certificate without issuer');
  return { issuer: issuer.raw, serial: serial.raw };
}

interface SignedDataParts {
  /** The version of SignedData: 1 for a document, 3 for other content (RFC 5652, 5.1). */
  version: 1 | 3;
  /** EncapsulatedContentInfo */
  content: Uint8Array;
  signer: X509Certificate;
  /** Further certificates for the check of the signer's certificate. */
  others: readonly X509Certificate[];
  digest: Digest;
  algorithm: 'rsa' | 'ecdsa';
  /** The content of the set of signed attributes. */
  signedAttributes: Uint8Array;
  /** The signature as in the container: DER for ECDSA. */
  signature: Uint8Array;
  unsignedAttributes?: readonly Uint8Array[];
}

/** Writes a container with one signature. The same parts always give the same bytes. */
export function writeSignedData(parts: SignedDataParts): Uint8Array {
  const { version, signer, digest, algorithm, unsignedAttributes = [] } = parts;
  const { issuer, serial } = issuerAndSerial(signer);
  const digestIdentifier = der.sequence(der.oid(DIGESTS[digest].oid));
  const signerInfo = der.sequence(
    der.unsigned(Uint8Array.of(1)),
    der.sequence(issuer, serial),
    digestIdentifier,
    der.tagged(0, parts.signedAttributes),
    der.sequence(der.oid(DIGESTS[digest][algorithm]), ...(algorithm === 'rsa' ? [der.null()] : [])),
    der.octets(parts.signature),
    ...(unsignedAttributes.length > 0 ? [der.tagged(1, ...unsignedAttributes)] : []),
  );
  const certificates = [signer, ...parts.others].map(({ raw }) => raw).toSorted(Buffer.compare);
  const signedData = der.sequence(
    der.unsigned(Uint8Array.of(version)),
    der.setOf(digestIdentifier),
    parts.content,
    der.tagged(0, ...certificates),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.tagged(0, signedData));
}
