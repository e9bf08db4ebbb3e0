import { randomBytes } from 'node:crypto';
import { placeOnce, readIfThere } from '../../platform/kernel/durable-file.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isGuessable } from './guessable-secret.ts';

const SECRET_BYTES = 32;
const REMEDY = 'Generate one with: openssl rand -base64 48';

/**
 * Loads the secret that signs access tokens: the configured one, or else the one in a file, which is created if it is
 * missing.
 * @throws AppError `jwt_secret_too_short`, or `jwt_secret_damaged` if the file is incomplete
 */
export async function loadJwtSecret(path: string, configured?: string): Promise<Uint8Array> {
  if (configured !== undefined) return secretBytes(configured, 'ROOMSHOT_JWT_SECRET');
  const text = (await readIfThere(path)) ?? (await placeOnce(path, newSecret(), 0o600));
  const secret = Buffer.from(text.trim(), 'base64url');
  if (secret.length >= SECRET_BYTES) return secret;
  throw new AppError(
    'internal',
    'jwt_secret_damaged',
    `${path} does not contain a complete secret. Restore it, or delete it: all users must then log in again.`,
  );
}

/**
 * Returns a configured secret for HS256, as bytes. A secret that can be guessed, or found by brute force from a single
 * token, lets anybody make tokens.
 * @throws AppError `jwt_secret_too_short`, or `jwt_secret_weak`
 */
export function secretBytes(text: string, setting: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < SECRET_BYTES) {
    const reason = `must have at least ${SECRET_BYTES} bytes`;
    throw new AppError('invalid', 'jwt_secret_too_short', `${setting} ${reason}. ${REMEDY}`);
  }
  if (isGuessable(text)) {
    const reason = 'can be guessed: it contains a published or repeated text';
    throw new AppError('invalid', 'jwt_secret_weak', `${setting} ${reason}. ${REMEDY}`);
  }
  return bytes;
}

const newSecret = (): string => `${randomBytes(SECRET_BYTES).toString('base64url')}\n`;
