import { createHash, verify, type X509Certificate } from 'node:crypto';
import { childAt, type DerElement, DerError, der, readChildren, readElement } from './der.ts';
import { fromDerSignature, hasLowS, toDerSignature } from './ecdsa-signature.ts';
import {
  algorithmOf,
  MAX_CERTIFICATES,
  readCertificate,
  type SigningAlgorithm,
} from './signer-certificate.ts';
import type { SigningKey } from './signing-key.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  sha256WithRsa: '1.2.840.113549.1.1.11',
} as const;

/** Everything that a container of ours is made of; the same parts always give the same bytes. */
interface CmsParts {
  certificate: X509Certificate;
  chain: readonly X509Certificate[];
  algorithm: SigningAlgorithm;
  documentDigest: Uint8Array;
  /** r ‖ s for ES256, the plain signature for RS256. */
  signature: Uint8Array;
}

/** What a container says of itself. */
export interface CmsSignature {
  certificate: X509Certificate;
  /** Whether the key of the certificate signed exactly the document with this digest, and nothing was altered. */
  isValid: boolean;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const sha256Identifier = der.sequence(der.oid(OID.sha256));
const attribute = (oid: string, value: Uint8Array): Uint8Array =>
  der.sequence(der.oid(oid), der.setOf(value));

/** Issuer and serial number as they stand in a certificate (RFC 5280, 4.1). */
function issuerAndSerial(certificate: X509Certificate): { issuer: Uint8Array; serial: Uint8Array } {
  const fields = readChildren(childAt(readElement(certificate.raw), 0));
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (!serial || !issuer) throw new DerError('certificate without issuer');
  return { issuer: issuer.raw, serial: serial.raw };
}

/**
 * The attributes that PAdES baseline wants signed (ETSI EN 319 142-1, 6.3): content type, digest, and which
 * certificate signs (RFC 5035). The time of signing stands in the PDF and must not stand here.
 */
function signedAttributes(certificate: X509Certificate, documentDigest: Uint8Array): Uint8Array {
  const { issuer, serial } = issuerAndSerial(certificate);
  const certificateId = der.sequence(
    der.octets(sha256(certificate.raw)),
    der.sequence(der.sequence(der.tagged(4, issuer)), serial),
  );
  return der.setOf(
    attribute(OID.contentType, der.oid(OID.data)),
    attribute(OID.messageDigest, der.octets(documentDigest)),
    attribute(OID.signingCertificateV2, der.sequence(der.sequence(certificateId))),
  );
}

/** SignedData with one detached signature (RFC 5652, 5.1). */
function encode(parts: CmsParts): Uint8Array {
  const { issuer, serial } = issuerAndSerial(parts.certificate);
  const isEcdsa = parts.algorithm === 'ES256';
  const attributes = readElement(signedAttributes(parts.certificate, parts.documentDigest)).content;
  const signerInfo = der.sequence(
    der.unsigned(Uint8Array.of(1)),
    der.sequence(issuer, serial),
    sha256Identifier,
    der.tagged(0, attributes),
    isEcdsa
      ? der.sequence(der.oid(OID.ecdsaWithSha256))
      : der.sequence(der.oid(OID.sha256WithRsa), der.null()),
    der.octets(isEcdsa ? toDerSignature(parts.signature) : parts.signature),
  );
  const certificates = [parts.certificate, ...parts.chain].map(({ raw }) => raw).toSorted(Buffer.compare);
  const signedData = der.sequence(
    der.unsigned(Uint8Array.of(1)),
    der.setOf(sha256Identifier),
    der.sequence(der.oid(OID.data)),
    der.tagged(0, ...certificates),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.tagged(0, signedData));
}

/** A detached CAdES signature over a document, as PAdES B-B puts it into a PDF. */
export async function createCmsSignature(key: SigningKey, documentDigest: Uint8Array): Promise<Uint8Array> {
  const { certificate, chain, algorithm } = key;
  const signature = await key.sign(signedAttributes(certificate, documentDigest));
  return encode({ certificate, chain, algorithm, documentDigest, signature });
}

/** The most bytes that a signature of this key can take. */
export function cmsSignatureSize({ certificate, chain, algorithm }: SigningKey): number {
  const modulusBits = certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  const signature = new Uint8Array(algorithm === 'ES256' ? 64 : Math.ceil(modulusBits / 8)).fill(0xff);
  return encode({ certificate, chain, algorithm, documentDigest: new Uint8Array(32), signature }).length;
}

function findSigner(signerInfo: DerElement, certificates: readonly X509Certificate[]): X509Certificate {
  const wanted = childAt(signerInfo, 1).raw;
  const found = certificates.find((certificate) => {
    const { issuer, serial } = issuerAndSerial(certificate);
    return Buffer.compare(der.sequence(issuer, serial), wanted) === 0;
  });
  if (!found) throw new DerError('no certificate of the signer');
  return found;
}

/**
 * Reads a container and checks it against a document. Valid is only what we would have written ourselves, byte
 * for byte: that leaves no room for unsigned additions or for other spellings of the same signature.
 * Returns nothing when these bytes are no such container.
 */
export function readCmsSignature(
  container: Uint8Array,
  documentDigest: Uint8Array,
): CmsSignature | undefined {
  try {
    const signedData = childAt(childAt(readElement(container), 1), 0);
    const certificateElements = readChildren(childAt(signedData, 3));
    if (certificateElements.length > MAX_CERTIFICATES) return undefined;
    const certificates = certificateElements.map(({ raw }) => readCertificate(raw));
    const signerInfo = childAt(childAt(signedData, 4), 0);
    const certificate = findSigner(signerInfo, certificates);
    const algorithm = algorithmOf(certificate);
    if (!algorithm) return undefined;
    const encoded = childAt(signerInfo, 5).content;
    const signature = algorithm === 'ES256' ? fromDerSignature(encoded) : encoded;
    const chain = certificates.filter((other) => other !== certificate);
    const expected = encode({ certificate, chain, algorithm, documentDigest, signature });
    const isValid =
      Buffer.compare(expected, container.subarray(0, expected.length)) === 0 &&
      container.subarray(expected.length).every((byte) => byte === 0) &&
      isSignedBy(certificate, algorithm, signedAttributes(certificate, documentDigest), signature);
    return { certificate, isValid };
  } catch {
    // A file from outside can hold anything here; whatever cannot be read is no signature.
    return undefined;
  }
}

/** Whether a certificate's key made this signature, in the one form that we allow. */
export function isSignedBy(
  { publicKey }: X509Certificate,
  algorithm: SigningAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (algorithm === 'RS256') return verify('sha256', data, publicKey, signature);
  return (
    hasLowS(signature) && verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
  );
}
