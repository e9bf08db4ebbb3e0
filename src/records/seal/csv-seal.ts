import { crc32 } from 'node:zlib';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { TimeStampAuthority } from '../signing/time-stamp-authority.ts';
import type { SealedStatement } from './seal-statement.ts';
import { type SignedStatement, signSeal } from './statement-signature.ts';
import { appendZipMember, readZipDirectory } from './zip-directory.ts';

/** The name of the zip member that contains the seal. */
export const CSV_SEAL_NAME = 'seal.json';

/**
 * Returns the exact end of a sealed zip of CSV tables. Returns nothing if the edition is not one of our zips, or
 * already has a seal.
 */
export function writeCsvSeal(edition: Uint8Array, seal: SignedStatement): Uint8Array | undefined {
  const directory = readZipDirectory(edition);
  if (!directory || directory.names.includes(CSV_SEAL_NAME)) return undefined;
  const content = Buffer.from(`${canonicalJson(seal)}\n`, 'utf8');
  const modified = new Date(seal.created_at);
  return appendZipMember(edition.length, directory, {
    name: CSV_SEAL_NAME,
    content,
    checksum: crc32(content),
    modified,
  });
}

/**
 * Seals a CSV edition, which is a zip: appends one more member and a new table of contents.
 * @throws AppError `edition_not_sealable`
 */
export async function sealCsv(
  key: SigningKey,
  edition: Uint8Array,
  statement: SealedStatement,
  authority?: TimeStampAuthority,
): Promise<Uint8Array> {
  const seal = writeCsvSeal(edition, await signSeal(key, statement, authority));
  if (seal) return seal;
  throw new AppError('internal', 'edition_not_sealable', 'The CSV record could not be sealed.');
}
