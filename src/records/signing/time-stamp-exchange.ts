import { createHash } from 'node:crypto';
import { DIGESTS } from './cms-container.ts';
import { childAt, DerError, der, readElement } from './der.ts';

/** PKIStatus granted and grantedWithMods (RFC 3161, 2.4.2). */
const GRANTED: readonly number[] = [0, 1];

/** Writes a TimeStampReq (RFC 3161, 2.4.1): a stamp for these bytes, with the certificate of its signer. */
export const writeRequest = (stamped: Uint8Array, nonce: Uint8Array): Uint8Array =>
  der.sequence(
    der.unsigned(Uint8Array.of(1)),
    der.sequence(
      der.sequence(der.oid(DIGESTS.sha256.oid), der.null()),
      der.octets(createHash('sha256').update(stamped).digest()),
    ),
    der.unsigned(nonce),
    der.boolean(true),
  );

/** Returns the content of a nonce in DER, as the response repeats it. */
export const nonceContent = (nonce: Uint8Array): Uint8Array => readElement(der.unsigned(nonce)).content;

/**
 * Reads a TimeStampResp (RFC 3161, 2.4.2): the token, or the status of the refusal.
 * @throws DerError if the bytes are no such response
 */
export function readReply(bytes: Uint8Array): { token: Uint8Array } | { refusal: number } {
  const reply = readElement(bytes);
  if (reply.raw.length !== bytes.length) throw new DerError('more than an answer');
  const [status] = childAt(childAt(reply, 0), 0).content;
  if (status === undefined || !GRANTED.includes(status)) return { refusal: status ?? -1 };
  return { token: childAt(reply, 1).raw };
}
