import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { TimeStampAuthority } from '../signing/time-stamp-authority.ts';
import type { SealedStatement } from './seal-statement.ts';
import { type SignedStatement, signSeal } from './statement-signature.ts';

/** The bytes between the record and its seal. */
export const JSON_SEAL_START = ',"seal":';

/** Returns the exact end of a sealed JSON record. */
export const writeJsonSeal = (seal: SignedStatement): Uint8Array =>
  Buffer.from(`${JSON_SEAL_START}${canonicalJson(seal)}}\n`, 'utf8');

/** Seals a JSON edition: appends its last member, and the brace that the edition leaves open. */
export const sealJson = async (
  key: SigningKey,
  statement: SealedStatement,
  authority?: TimeStampAuthority,
): Promise<Uint8Array> => writeJsonSeal(await signSeal(key, statement, authority));
