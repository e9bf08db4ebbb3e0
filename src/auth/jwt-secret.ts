import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';

const FILE = 'jwt-secret';
const SECRET_BYTES = 32;

const hasCode = (error: unknown, code: string): boolean =>
  (error as { code?: unknown } | null)?.code === code;

/**
 * The secret that signs access tokens: the configured one, or else the one in the data folder, which is made
 * there when there is none.
 * @throws AppError `jwt_secret_too_short`, or `jwt_secret_damaged` when the file does not hold a whole one
 */
export async function loadJwtSecret(folder: string, configured?: string): Promise<Uint8Array> {
  if (configured !== undefined) return secretBytes(configured, 'ROOMSHOT_JWT_SECRET');
  const path = join(folder, FILE);
  const text = (await readIfThere(path)) ?? (await createSecretFile(folder, path));
  const secret = Buffer.from(text.trim(), 'base64url');
  if (secret.length >= SECRET_BYTES) return secret;
  throw new AppError(
    'internal',
    'jwt_secret_damaged',
    `${path} does not hold a whole secret. Restore it, or delete it and let everybody log in again.`,
  );
}

/**
 * A configured secret for HS256, as bytes.
 * @throws AppError `jwt_secret_too_short`: anybody could find a short one by trying, from a single token
 */
export function secretBytes(text: string, setting: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length >= SECRET_BYTES) return bytes;
  throw new AppError(
    'invalid',
    'jwt_secret_too_short',
    `${setting} must have at least ${SECRET_BYTES} bytes; make one with: openssl rand -base64 48`,
  );
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Of several processes that start at once, one places its secret and the others take that one. */
async function createSecretFile(folder: string, path: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = join(folder, `.${newId()}.new`);
  try {
    await using file = await open(unfinished, 'wx', 0o600);
    await file.writeFile(`${randomBytes(SECRET_BYTES).toString('base64url')}\n`);
    await file.sync();
    // Unlike a rename, a link never replaces what another process has just placed.
    await link(unfinished, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
  await using directory = await open(folder, 'r');
  await directory.sync();
  return readFile(path, 'latin1');
}
