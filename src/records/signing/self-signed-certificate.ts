import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { der } from './der.ts';

interface CertificateOptions {
  commonName: string;
  privateKey: KeyObject;
  notBefore: Date;
  years: number;
}

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
} as const;

/** digitalSignature and nonRepudiation are bits 0 and 1 of KeyUsage (RFC 5280, 4.2.1.3). */
const SIGN_AND_COMMIT = der.bits(Uint8Array.of(0b1100_0000), 6);

const extension = (oid: string, critical: boolean, value: Uint8Array): Uint8Array =>
  der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octets(value));

function addYears(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}

/** Creates a self-signed certificate of a P-256 key in DER (X.509 v3, RFC 5280), only for the signing of documents. */
export function createSelfSignedCertificate(options: CertificateOptions): Uint8Array {
  const publicKey = createPublicKey(options.privateKey).export({ type: 'spki', format: 'der' });
  const name = der.sequence(der.setOf(der.sequence(der.oid(OID.commonName), der.utf8(options.commonName))));
  const algorithm = der.sequence(der.oid(OID.ecdsaWithSha256));
  const extensions = der.sequence(
    extension(OID.basicConstraints, true, der.sequence()),
    extension(OID.keyUsage, true, SIGN_AND_COMMIT),
    extension(
      OID.subjectKeyIdentifier,
      false,
      der.octets(createHash('sha256').update(publicKey).digest().subarray(0, 20)),
    ),
  );
  const body = der.sequence(
    der.tagged(0, der.unsigned(Uint8Array.of(2))),
    der.unsigned(randomBytes(16)),
    algorithm,
    name,
    der.sequence(der.time(options.notBefore), der.time(addYears(options.notBefore, options.years))),
    name,
    publicKey,
    der.tagged(3, extensions),
  );
  return der.sequence(body, algorithm, der.bits(sign('sha256', body, options.privateKey)));
}
