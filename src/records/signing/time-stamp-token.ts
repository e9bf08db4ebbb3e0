import { createHash, verify, type X509Certificate } from 'node:crypto';
import { DIGESTS, type Digest, OID, writeSignedData } from './cms-container.ts';
import { childAt, type DerElement, DerError, der, readChildren, readElement } from './der.ts';
import { withLowSInDer } from './ecdsa-signature.ts';
import { readCertificate } from './signer-certificate.ts';

/** The confirmation of an authority that some bytes existed at a time (RFC 3161, 2.4.2). */
export interface TimeStampToken {
  time: Date;
  /** SHA-256 of the stamped bytes. It is empty if another hash function was used. */
  imprint: Uint8Array;
  /** The number of the request, which the response repeats. */
  nonce: Uint8Array | undefined;
  /** The certificate of the service that signed. */
  signer: X509Certificate;
  /** The other certificates in the token. */
  others: readonly X509Certificate[];
  /** The signed TSTInfo. */
  info: Uint8Array;
  digest: Digest;
  algorithm: 'rsa' | 'ecdsa';
  /** The content of the set of signed attributes, in the order in which they were signed. */
  attributes: Uint8Array;
  /** The signature, in the only form that we allow. */
  signature: Uint8Array;
}

/** The maximum size of a token, in bytes. With one certificate besides the signer's, tokens have 2 to 5 kB. */
export const MAX_TOKEN_SIZE = 8 * 1024;

const MIN_RSA_BITS = 2048;
const MAX_CERTIFICATE_SET = 8;

const isOid = (element: DerElement | undefined, oid: string): boolean =>
  element !== undefined && Buffer.compare(element.raw, der.oid(oid)) === 0;

const digestOf = (identifier: DerElement): Digest | undefined =>
  (Object.keys(DIGESTS) as Digest[]).find((name) => isOid(childAt(identifier, 0), DIGESTS[name].oid));

/**
 * Reads the needed parts of a token. It only checks that the token names its signer.
 * @throws DerError when the bytes are no token, or one that is signed in a way that we do not know
 */
export function readTimeStampToken(bytes: Uint8Array): TimeStampToken {
  const signedData = childAt(childAt(readElement(bytes), 1), 0);
  const content = childAt(signedData, 2);
  if (!isOid(childAt(content, 0), OID.timeStampInfo)) throw new DerError('no time stamp');
  const info = childAt(childAt(content, 1), 0).content;
  const certificates = readChildren(childAt(signedData, 3)).map(({ raw }) => readCertificate(raw));
  if (certificates.length > MAX_CERTIFICATE_SET) throw new DerError('too many certificates');
  const signerInfo = childAt(childAt(signedData, -1), 0);
  const digest = digestOf(childAt(signerInfo, 2));
  if (!digest) throw new DerError('unknown digest');
  const attributes = inOrder(childAt(signerInfo, 3));
  const signer = findSigner(attributes, certificates);
  const algorithm = algorithmOf(signer, digest, childAt(childAt(signerInfo, 4), 0));
  const signature = childAt(signerInfo, 5).content;
  const curve = signer.publicKey.asymmetricKeyDetails?.namedCurve ?? '';
  return {
    ...readInfo(readElement(info)),
    signer,
    others: certificates.filter((other) => other !== signer),
    info,
    digest,
    algorithm,
    attributes,
    signature: algorithm === 'ecdsa' ? withLowSInDer(signature, curve) : signature,
  };
}

/** Writes a token in the only form that we allow, with these certificates after the signer's. */
export const writeTimeStampToken = (token: TimeStampToken, others: readonly X509Certificate[]): Uint8Array =>
  writeSignedData({
    version: 3,
    content: der.sequence(der.oid(OID.timeStampInfo), der.tagged(0, der.octets(token.info))),
    signer: token.signer,
    others,
    digest: token.digest,
    algorithm: token.algorithm,
    signedAttributes: token.attributes,
    signature: token.signature,
  });

/** Returns whether the signature is over exactly these attributes (RFC 5652, 5.4). */
export function isTokenSigned({ signer, info, digest, attributes, signature }: TimeStampToken): boolean {
  const signed = createHash(digest).update(info).digest();
  return (
    isOid(attributeOf(attributes, OID.contentType), OID.timeStampInfo) &&
    signed.equals(attributeOf(attributes, OID.messageDigest)?.content ?? new Uint8Array()) &&
    verify(digest, der.setOf(attributes), signer.publicKey, signature)
  );
}

/** Reads a TSTInfo: version, policy, imprint, serial number, time, and optional fields. */
function readInfo(info: DerElement): Pick<TimeStampToken, 'time' | 'imprint' | 'nonce'> {
  const imprint = childAt(info, 2);
  const optional = readChildren(info).slice(5);
  return {
    time: readTime(childAt(info, 4)),
    imprint: digestOf(childAt(imprint, 0)) === 'sha256' ? childAt(imprint, 1).content : new Uint8Array(),
    nonce: optional.find(({ tag }) => tag === 0x02)?.content,
  };
}

/** Reads a GeneralizedTime in UTC, with or without a fraction of the second. */
function readTime({ content }: DerElement): Date {
  const text = Buffer.from(content).toString('latin1');
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d(?:\.\d{1,9})?)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = new Date(iso);
  if (iso === text || Number.isNaN(time.getTime())) throw new DerError('no time');
  return time;
}

const asSet = (content: Uint8Array): DerElement => ({ tag: 0x31, content, raw: content });

/**
 * Sorts attributes as DER requires. The signature is over this order (RFC 5652, 5.4), so it would be valid in any other
 * order too.
 */
const inOrder = (attributes: DerElement): Uint8Array =>
  readElement(der.setOf(...readChildren(attributes).map(({ raw }) => raw))).content;

/** Returns the value of an attribute that must occur exactly once, with exactly one value. */
function attributeOf(attributes: Uint8Array, oid: string): DerElement | undefined {
  const found = readChildren(asSet(attributes)).filter((attribute) => isOid(childAt(attribute, 0), oid));
  const values = found[0] && readChildren(childAt(found[0], 1));
  return found.length === 1 && values?.length === 1 ? values[0] : undefined;
}

/** Finds the signer's certificate, which the attributes name by its hash (RFC 5816; RFC 2634, 5.4 with SHA-1). */
function findSigner(attributes: Uint8Array, certificates: readonly X509Certificate[]): X509Certificate {
  const current = attributeOf(attributes, OID.signingCertificateV2);
  const named = current ?? attributeOf(attributes, OID.signingCertificate);
  if (!named) throw new DerError('no certificate named');
  const fields = readChildren(childAt(childAt(named, 0), 0));
  const [algorithm, hash] = fields[0]?.tag === 0x30 ? fields : [undefined, fields[0]];
  const digest = algorithm ? digestOf(algorithm) : current ? 'sha256' : 'sha1';
  const found = certificates.find(
    ({ raw }) => digest && hash && createHash(digest).update(raw).digest().equals(hash.content),
  );
  if (!found) throw new DerError('no certificate of the signer');
  return found;
}

/** Returns the algorithm: RSA with PKCS #1 v1.5, or ECDSA on a NIST curve, over the digest that the signer names. */
function algorithmOf({ publicKey }: X509Certificate, digest: Digest, named: DerElement): 'rsa' | 'ecdsa' {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  const names = { rsa: [OID.rsaEncryption, DIGESTS[digest].rsa], ec: [DIGESTS[digest].ecdsa] };
  const isNamed = (oids: string[]) => oids.some((oid) => isOid(named, oid));
  if (type === 'ec' && isNamed(names.ec)) return 'ecdsa';
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= MIN_RSA_BITS && isNamed(names.rsa)) return 'rsa';
  throw new DerError('unknown algorithm');
}
