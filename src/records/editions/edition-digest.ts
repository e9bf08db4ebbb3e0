import { createHash, type Hash } from 'node:crypto';

/** As long as an edition is in memory, so is the digest of its bytes. */
const digests = new WeakMap<Uint8Array, Hash>();

/** Returns SHA-256 over an edition, to which more bytes can be added. An edition in memory is hashed once. */
export function editionDigest(edition: Uint8Array): Hash {
  const known = digests.get(edition) ?? createHash('sha256').update(edition);
  digests.set(edition, known);
  return known.copy();
}
