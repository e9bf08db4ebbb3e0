import type { X509Certificate } from 'node:crypto';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { isSignedBy } from '../signing/cms-signature.ts';
import type { SignatureTimeStamp } from '../signing/signer.ts';
import { algorithmOf, MAX_CERTIFICATES, readCertificate } from '../signing/signer-certificate.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { TimeStampAuthority } from '../signing/time-stamp-authority.ts';
import { readStatement, type SealedStatement } from './seal-statement.ts';

/** A statement with its signature, in the form of JSON and CSV records. */
export type SignedStatement = Signed<SealedStatement> & {
  /** A time-stamp token over the signature, in Base64. */
  time_stamp?: string;
};
export type Signed<Statement> = Statement & { signature: string };

/** The parsed signature of a statement. */
export interface StatementSignature {
  certificate: X509Certificate;
  isValid: boolean;
  /** The time stamp, unchecked. */
  timeStamp?: SignatureTimeStamp;
}

const MAX_SIGNATURE_SIZE = 512 * 1024;

const base64Url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

function signingInput(statement: object, certificates: readonly X509Certificate[]): string {
  const [own] = certificates;
  const alg = own && algorithmOf(own);
  const x5c = certificates.map(({ raw }) => raw.toString('base64'));
  return `${base64Url(canonicalJson({ alg, x5c }))}.${base64Url(canonicalJson(statement))}`;
}

/** Signs a statement: compact JWS (RFC 7515) over its canonical JSON, with the certificates in the header. */
export async function signStatement<Statement extends object>(
  key: SigningKey,
  statement: Statement,
): Promise<Signed<Statement>> {
  const input = signingInput(statement, [key.certificate, ...key.chain]);
  const signature = Buffer.from(await key.sign(Buffer.from(input, 'latin1')));
  return { ...statement, signature: `${input}.${signature.toString('base64url')}` };
}

/**
 * Returns the bytes that the time stamp of a signed statement covers: the last part of the JWS (as ETSI TS 119 182-1,
 * 5.3.4).
 */
const stampedPart = (jws: string): Uint8Array => Buffer.from(jws.slice(jws.lastIndexOf('.') + 1), 'latin1');

/** Signs the seal of a JSON or CSV record: the statement and, with an authority, its time stamp. */
export async function signSeal(
  key: SigningKey,
  statement: SealedStatement,
  authority: TimeStampAuthority | undefined,
): Promise<SignedStatement> {
  const signed = await signStatement(key, statement);
  if (!authority) return signed;
  const token = await authority.stamp(stampedPart(signed.signature));
  return { ...signed, time_stamp: Buffer.from(token).toString('base64') };
}

interface ReadSeal {
  statement: SealedStatement;
  /** The whole seal, as written to the file. */
  seal: SignedStatement;
}

/** Parses a signed statement. Returns nothing if a field is missing, unknown or of the wrong type. */
export function readSignedStatement(value: unknown): ReadSeal | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { signature, time_stamp: timeStamp, ...fields } = value as Record<string, unknown>;
  const statement = readStatement(fields);
  if (!statement || typeof signature !== 'string') return undefined;
  if (timeStamp === undefined) return { statement, seal: { ...statement, signature } };
  const isWritten = typeof timeStamp === 'string' && isBase64(timeStamp);
  return isWritten ? { statement, seal: { ...statement, signature, time_stamp: timeStamp } } : undefined;
}

/** Returns whether a text is the canonical Base64 of its bytes. */
const isBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text;

/** Reads the signature of a seal and checks it. The time stamp is not checked. */
export function readSealSignature({ statement, seal }: ReadSeal): StatementSignature | undefined {
  const read = readStatementSignature(statement, seal.signature);
  if (!read || seal.time_stamp === undefined) return read;
  const token = Buffer.from(seal.time_stamp, 'base64');
  return { ...read, timeStamp: { token, stamped: stampedPart(seal.signature) } };
}

function readCertificates(header: string): X509Certificate[] {
  const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  const x5c = (parsed as { x5c?: unknown } | null)?.x5c;
  if (!Array.isArray(x5c) || x5c.length > MAX_CERTIFICATES) return [];
  return x5c.map((base64) => readCertificate(Buffer.from(String(base64), 'base64')));
}

/**
 * Checks a JWS against its statement. The algorithm follows from the certificate, never from the header (RFC 8725,
 * 3.1), and any other encoding of the same signature counts as changed. Returns nothing if the text is no such
 * signature.
 */
export function readStatementSignature(statement: object, jws: string): StatementSignature | undefined {
  if (jws.length > MAX_SIGNATURE_SIZE) return undefined;
  try {
    const [header = '', , encoded = ''] = jws.split('.', 3);
    const certificates = readCertificates(header);
    const [certificate] = certificates;
    const algorithm = certificate && algorithmOf(certificate);
    if (!certificate || !algorithm) return undefined;
    const input = signingInput(statement, certificates);
    const signature = Buffer.from(encoded, 'base64url');
    const isValid =
      jws === `${input}.${signature.toString('base64url')}` &&
      isSignedBy(certificate, algorithm, Buffer.from(input, 'latin1'), signature);
    return { certificate, isValid };
  } catch {
    // The file is untrusted: unreadable bytes are no signature.
    return undefined;
  }
}
