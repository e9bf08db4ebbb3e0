import type { X509Certificate } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { isSignedBy } from './cms-signature.ts';
import { readStatement, type SealedStatement } from './seal-statement.ts';
import { algorithmOf, MAX_CERTIFICATES, readCertificate } from './signer-certificate.ts';
import type { SigningKey } from './signing-key.ts';

/** A statement with its signature, as JSON and CSV records carry it. */
export type SignedStatement = SealedStatement & { signature: string };

/** What the signature of a statement says of itself. */
export interface StatementSignature {
  certificate: X509Certificate;
  isValid: boolean;
}

const MAX_SIGNATURE_SIZE = 512 * 1024;

const base64Url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

function signingInput(statement: SealedStatement, certificates: readonly X509Certificate[]): string {
  const [own] = certificates;
  const alg = own && algorithmOf(own);
  const x5c = certificates.map(({ raw }) => raw.toString('base64'));
  return `${base64Url(canonicalJson({ alg, x5c }))}.${base64Url(canonicalJson(statement))}`;
}

/** Signs a statement: compact JWS (RFC 7515) over its canonical JSON, with the certificates in the header. */
export async function signStatement(key: SigningKey, statement: SealedStatement): Promise<SignedStatement> {
  const input = signingInput(statement, [key.certificate, ...key.chain]);
  const signature = Buffer.from(await key.sign(Buffer.from(input, 'latin1')));
  return { ...statement, signature: `${input}.${signature.toString('base64url')}` };
}

/** Parts a signed statement; nothing when a field is missing, unknown or of the wrong kind. */
export function readSignedStatement(
  value: unknown,
): { statement: SealedStatement; signature: string } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { signature, ...fields } = value as Record<string, unknown>;
  const statement = readStatement(fields);
  return statement && typeof signature === 'string' ? { statement, signature } : undefined;
}

function readCertificates(header: string): X509Certificate[] {
  const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  const x5c = (parsed as { x5c?: unknown } | null)?.x5c;
  if (!Array.isArray(x5c) || x5c.length > MAX_CERTIFICATES) return [];
  return x5c.map((base64) => readCertificate(Buffer.from(String(base64), 'base64')));
}

/**
 * Checks a JWS against the statement beside it. The algorithm follows from the certificate, never from the
 * header (RFC 8725, 3.1), and any other way of writing the same signature counts as changed.
 * Returns nothing when the text is no such signature.
 */
export function readStatementSignature(
  statement: SealedStatement,
  jws: string,
): StatementSignature | undefined {
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
    // A file from outside can hold anything here; whatever cannot be read is no signature.
    return undefined;
  }
}
