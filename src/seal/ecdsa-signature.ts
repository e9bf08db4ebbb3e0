import { childAt, type DerElement, DerError, der, readElement } from './der.ts';

/**
 * Whoever sees an ECDSA signature (r, s) can make a second valid one, (r, n − s), without the key. We allow only
 * the one with the smaller s: then no byte of a signature can be changed without breaking it.
 */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/** Whether a P-256 signature (r ‖ s, 64 bytes) is the one of its two forms that we allow. */
export const hasLowS = (signature: Uint8Array): boolean =>
  signature.length === 64 && toNumber(signature.subarray(32)) <= P256_ORDER / 2n;

/** The allowed form of a P-256 signature (r ‖ s, 64 bytes). */
export function withLowS(signature: Uint8Array): Uint8Array {
  if (hasLowS(signature)) return signature;
  const s = P256_ORDER - toNumber(signature.subarray(32));
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
}

/** r ‖ s as X.509 and CMS write it: SEQUENCE { INTEGER r, INTEGER s } (RFC 3279, 2.2.3). */
export const toDerSignature = (signature: Uint8Array): Uint8Array =>
  der.sequence(der.unsigned(signature.subarray(0, 32)), der.unsigned(signature.subarray(32)));

function to32Bytes(integer: DerElement): Uint8Array {
  const magnitude = integer.content[0] === 0 ? integer.content.subarray(1) : integer.content;
  if (magnitude.length > 32) throw new DerError('number too long for P-256');
  return Buffer.concat([new Uint8Array(32 - magnitude.length), magnitude]);
}

/**
 * The way back from `toDerSignature`.
 * @throws DerError when these bytes are no such signature
 */
export function fromDerSignature(bytes: Uint8Array): Uint8Array {
  const sequence = readElement(bytes);
  return Buffer.concat([to32Bytes(childAt(sequence, 0)), to32Bytes(childAt(sequence, 1))]);
}
