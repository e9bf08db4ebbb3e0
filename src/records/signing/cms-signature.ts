import { createHash, verify, type X509Certificate } from 'node:crypto';
import { attribute, issuerAndSerial, OID, writeSignedData } from './cms-container.ts';
import { childAt, type DerElement, DerError, der, readChildren, readElement } from './der.ts';
import { fromDerSignature, hasLowS, toDerSignature } from './ecdsa-signature.ts';
import type { SignatureTimeStamp } from './signer.ts';
import {
  algorithmOf,
  MAX_CERTIFICATES,
  readCertificate,
  type SigningAlgorithm,
} from './signer-certificate.ts';
import type { SigningKey } from './signing-key.ts';
import { MAX_TOKEN_SIZE } from './time-stamp-token.ts';

/** The parts of one of our containers. The same parts always give the same bytes. */
interface CmsParts {
  certificate: X509Certificate;
  chain: readonly X509Certificate[];
  algorithm: SigningAlgorithm;
  documentDigest: Uint8Array;
  /** r ‖ s for ES256, the plain signature for RS256. */
  signature: Uint8Array;
  /** The certificates that the signed attributes name, the signer's first. */
  named: readonly X509Certificate[];
  /** A time-stamp token over the signature, if there is one. */
  token?: Uint8Array | undefined;
}

/** The parsed signature of a container. */
export interface CmsSignature {
  certificate: X509Certificate;
  /** Whether the key of the certificate signed exactly the document with this digest, without any alteration. */
  isValid: boolean;
  /** The time stamp, unchecked. */
  timeStamp?: SignatureTimeStamp;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Returns the ESSCertIDv2 of a certificate, with SHA-256 as the default (RFC 5035, 4). */
function certificateId(certificate: X509Certificate): Uint8Array {
  const { issuer, serial } = issuerAndSerial(certificate);
  return der.sequence(
    der.octets(sha256(certificate.raw)),
    der.sequence(der.sequence(der.tagged(4, issuer)), serial),
  );
}

/** Names the certificates: first the signer's (RFC 5035, 3), then the others in the order of the container. */
const allNamed = (certificate: X509Certificate, chain: readonly X509Certificate[]): X509Certificate[] => [
  certificate,
  ...chain.toSorted((one, other) => Buffer.compare(one.raw, other.raw)),
];

/**
 * Returns the attributes that PAdES baseline requires in the signature (ETSI EN 319 142-1, 6.3): content type, digest,
 * and the certificates of the signature (RFC 5035). The time of signing is in the PDF and must not be here.
 */
const signedAttributes = ({
  named,
  documentDigest,
}: Pick<CmsParts, 'named' | 'documentDigest'>): Uint8Array =>
  der.setOf(
    attribute(OID.contentType, der.oid(OID.data)),
    attribute(OID.messageDigest, der.octets(documentDigest)),
    attribute(OID.signingCertificateV2, der.sequence(der.sequence(...named.map(certificateId)))),
  );

/** Returns the signature as in a container: DER for ECDSA. */
const written = ({ algorithm, signature }: Pick<CmsParts, 'algorithm' | 'signature'>): Uint8Array =>
  algorithm === 'ES256' ? toDerSignature(signature) : signature;

/** Encodes a detached signature. Its only unsigned attribute is the time stamp (ETSI EN 319 122-1, 5.3). */
const encode = ({ token, ...parts }: CmsParts): Uint8Array =>
  writeSignedData({
    version: 1,
    content: der.sequence(der.oid(OID.data)),
    signer: parts.certificate,
    others: parts.chain,
    digest: 'sha256',
    algorithm: parts.algorithm === 'ES256' ? 'ecdsa' : 'rsa',
    signedAttributes: readElement(signedAttributes(parts)).content,
    signature: written(parts),
    unsignedAttributes: token ? [attribute(OID.timeStampToken, token)] : [],
  });

/** Creates a detached CAdES signature over a document, for PAdES B-B or, with a time stamp, B-T. */
export async function createCmsSignature(
  key: SigningKey,
  documentDigest: Uint8Array,
  stamp?: (signature: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const { certificate, chain, algorithm } = key;
  const named = allNamed(certificate, chain);
  const signature = await key.sign(signedAttributes({ named, documentDigest }));
  const token = await stamp?.(written({ algorithm, signature }));
  return encode({ certificate, chain, algorithm, documentDigest, signature, named, token });
}

const sizes = new WeakMap<SigningKey, { plain: number; stamped: number }>();

/** Returns the maximum size of a signature with this key in bytes, with or without a time stamp. */
export function cmsSignatureSize(key: SigningKey, stamped: boolean): number {
  const known = sizes.get(key) ?? { plain: maximumSize(key, false), stamped: maximumSize(key, true) };
  sizes.set(key, known);
  return stamped ? known.stamped : known.plain;
}

function maximumSize({ certificate, chain, algorithm }: SigningKey, stamped: boolean): number {
  const modulusBits = certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  const signature = new Uint8Array(algorithm === 'ES256' ? 64 : Math.ceil(modulusBits / 8)).fill(0xff);
  const token = stamped ? new Uint8Array(MAX_TOKEN_SIZE) : undefined;
  const named = allNamed(certificate, chain);
  const documentDigest = new Uint8Array(32);
  return encode({ certificate, chain, algorithm, documentDigest, signature, named, token }).length;
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

/** Reads the value of the only unsigned attribute that we write. */
function readToken(signerInfo: DerElement): Uint8Array | undefined {
  const unsigned = readChildren(signerInfo)[6];
  return unsigned && childAt(childAt(childAt(unsigned, 0), 1), 0).raw;
}

/**
 * Reads a container and checks it against a document. A valid container has, byte for byte, the form that we write.
 * This excludes unsigned additions and other encodings of the same signature. Returns nothing if the bytes are no such
 * container.
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
    const token = readToken(signerInfo);
    const forms = [allNamed(certificate, chain)];
    // Seals of version 0.1 name only the signer's certificate, and have no stamp. Next to a stamp, the remaining space
    // could contain certificates that nothing names.
    if (!token) forms.push([certificate]);
    const isValid = forms.some((named) =>
      isOurs(container, { certificate, chain, algorithm, documentDigest, signature, named, token }),
    );
    return { certificate, isValid, ...(token && { timeStamp: { token, stamped: encoded } }) };
  } catch {
    // The file is untrusted: unreadable bytes are no signature.
    return undefined;
  }
}

/** Returns whether a container is exactly what we would write from these parts, and the signature is valid. */
function isOurs(container: Uint8Array, parts: CmsParts): boolean {
  const expected = encode(parts);
  return (
    Buffer.compare(expected, container.subarray(0, expected.length)) === 0 &&
    container.subarray(expected.length).every((byte) => byte === 0) &&
    isSignedBy(parts.certificate, parts.algorithm, signedAttributes(parts), parts.signature)
  );
}

/** Returns whether the key of a certificate made this signature, in the one form that we allow. */
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
