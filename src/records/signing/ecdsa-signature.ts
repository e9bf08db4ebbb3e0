import { childAt, type DerElement, DerError, der, readElement } from './der.ts';

/**
 * An ECDSA signature (r, s) has a second valid form, (r, n − s), which needs no key. We allow only the one with the
 * smaller s. So no byte of a signature can change without breaking it.
 */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/** Returns whether a P-256 signature (r ‖ s, 64 bytes) is the one of its two forms that we allow. */
export const hasLowS = (signature: Uint8Array): boolean =>
  signature.length === 64 && toNumber(signature.subarray(32)) <= P256_ORDER / 2n;

/** Returns the allowed form of a P-256 signature (r ‖ s, 64 bytes). */
export function withLowS(signature: Uint8Array): Uint8Array {
  if (hasLowS(signature)) return signature;
  const s = P256_ORDER - toNumber(signature.subarray(32));
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
}

/** Encodes r ‖ s as X.509 and CMS do: SEQUENCE { INTEGER r, INTEGER s } (RFC 3279, 2.2.3). */
export const toDerSignature = (signature: Uint8Array): Uint8Array =>
  der.sequence(der.unsigned(signature.subarray(0, 32)), der.unsigned(signature.subarray(32)));

function to32Bytes(integer: DerElement): Uint8Array {
  const magnitude = integer.content[0] === 0 ? integer.content.subarray(1) : integer.content;
  if (magnitude.length > 32) throw new DerError('number too long for P-256');
  return Buffer.concat([new Uint8Array(32 - magnitude.length), magnitude]);
}

/**
 * Decodes a signature of `toDerSignature`.
 * @throws DerError when these bytes are no such signature
 */
export function fromDerSignature(bytes: Uint8Array): Uint8Array {
  const sequence = readElement(bytes);
  return Buffer.concat([to32Bytes(childAt(sequence, 0)), to32Bytes(childAt(sequence, 1))]);
}

/** The orders of the curves of authorities (FIPS 186-5; SEC 2, 2.4 to 2.6). */
const ORDERS: Record<string, bigint> = {
  prime256v1: P256_ORDER,
  secp384r1:
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  secp521r1:
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
};

const fromNumber = (number: bigint): Uint8Array => {
  const digits = number.toString(16);
  return der.unsigned(Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex'));
};

/**
 * Returns the allowed form of a signature in DER, on any curve that we know.
 * @throws DerError when these bytes are no such signature
 */
export function withLowSInDer(signature: Uint8Array, curve: string): Uint8Array {
  const order = ORDERS[curve];
  if (!order) throw new DerError('unknown curve');
  const sequence = readElement(signature);
  const [r, s] = [toNumber(childAt(sequence, 0).content), toNumber(childAt(sequence, 1).content)];
  return der.sequence(fromNumber(r), fromNumber(s <= order / 2n ? s : order - s));
}
