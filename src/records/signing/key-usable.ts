import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { keyFileIn } from './key-folder.ts';
import { requireInForce, type SigningKey, type SigningKeySource } from './signing-key.ts';

const PROBE = Buffer.from('Roomshot: can this key sign?');

/**
 * Makes sure that a loaded key can seal a record now, and that the next start will find it.
 * @throws AppError `signing_key_missing`, `signing_certificate_expired`
 */
export async function requireUsableKey(
  key: SigningKey,
  source: SigningKeySource,
  clock: Clock,
): Promise<void> {
  requireInForce(key.certificate, clock());
  for (const path of filesOf(source)) await access(path, constants.R_OK).catch(refuse);
  await key.sign(PROBE);
}

function filesOf(source: SigningKeySource): string[] {
  if ('folder' in source) return [keyFileIn(source.folder)];
  return 'p12Path' in source ? [source.p12Path] : [source.keyPemPath, source.certificatePemPath];
}

/** Does not name the file, because the message is public. */
function refuse(cause: unknown): never {
  const reason = 'The file of the signing key cannot be read.';
  throw new AppError('unavailable', 'signing_key_missing', `${reason} Nothing was changed.`, {
    cause,
    reason,
  });
}
