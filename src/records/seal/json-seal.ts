import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { TimeStampAuthority } from '../signing/time-stamp-authority.ts';
import type { SealedStatement } from './seal-statement.ts';
import { type SignedStatement, signSeal } from './statement-signature.ts';

/** What separates the record from its seal. */
export const JSON_SEAL_START = ',"seal":';

/** Returns the end of a sealed JSON record, exactly as it must stand in the file. */
export const writeJsonSeal = (seal: SignedStatement): Uint8Array =>
  Buffer.from(`${JSON_SEAL_START}${canonicalJson(seal)}}\n`, 'utf8');

/** Seals a JSON edition: appends its last member, and the brace that the edition leaves open. */
export const sealJson = async (
  key: SigningKey,
  statement: SealedStatement,
  authority?: TimeStampAuthority,
): Promise<Uint8Array> => writeJsonSeal(await signSeal(key, statement, authority));
