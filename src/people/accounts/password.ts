import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../platform/kernel/errors.ts';
import { isCommonPassword } from './common-password.ts';
import { HashingSlots } from './hashing-slots.ts';

const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 256;

/** The costs of argon2id (RFC 9106) with the least memory that OWASP recommends: some 20 ms on one core. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const AT_ONCE = 2;
const MAX_QUEUE_LENGTH = 64;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{22,})$/;

interface Cost {
  /** In KiB. */
  memory: number;
  passes: number;
  parallelism: number;
}

interface Hashed {
  cost: Cost;
  salt: Buffer;
  tag: Buffer;
}

type Derive = (
  algorithm: 'argon2id',
  parameters: Cost & { message: string; nonce: Buffer; tagLength: number },
) => Promise<Buffer>;

/** A hashed password. The type prevents that anything else is stored in its place. */
export type PasswordHash = string & { readonly __hashed: true };

export interface PasswordHasher {
  /** @throws AppError `too_busy` */
  hash(password: string): Promise<PasswordHash>;
  /**
   * Returns whether a password matches the stored hash. Without a hash (`null`) it takes the same time.
   * @throws AppError `too_busy`
   */
  verify(password: string, stored: string | null): Promise<boolean>;
  /** Returns whether a stored hash was made with other costs than new ones. */
  isOutdated(stored: string): boolean;
}

/** @param derive replaces argon2 in tests that count or replace the work */
export function createPasswordHasher(derive: Derive = promisify(argon2)): PasswordHasher {
  const slots = new HashingSlots(AT_ONCE, MAX_QUEUE_LENGTH);
  const nobody: Hashed = { cost: COST, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) };
  const tagOf = (password: string, { cost, salt, tag }: Hashed): Promise<Buffer> =>
    slots.run(() =>
      // Keyboards can produce different code points for the same password.
      derive('argon2id', {
        message: password.normalize('NFKC'),
        nonce: salt,
        tagLength: tag.length,
        ...cost,
      }),
    );
  return {
    async hash(password) {
      const fresh = { cost: COST, salt: randomBytes(SALT_BYTES), tag: Buffer.alloc(TAG_BYTES) };
      return encode({ ...fresh, tag: await tagOf(password, fresh) });
    },
    async verify(password, stored) {
      const known = stored === null ? undefined : decode(stored);
      const tag = await tagOf(password, known ?? nobody);
      return known !== undefined && timingSafeEqual(tag, known.tag);
    },
    isOutdated(stored) {
      const cost = decode(stored)?.cost;
      return (
        cost?.memory !== COST.memory || cost.passes !== COST.passes || cost.parallelism !== COST.parallelism
      );
    },
  };
}

/**
 * Refuses a new password that is too easy to guess.
 * @throws AppError `weak_password`
 */
export function requireStrongPassword(password: string, email: string): void {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) {
    throw new AppError(
      'invalid',
      'weak_password',
      `A password needs ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters.`,
    );
  }
  if (new Set(password).size < 4 || isCommonPassword(password, email)) {
    throw new AppError(
      'invalid',
      'weak_password',
      'This password is common or easy to guess. Choose one of several uncommon words.',
    );
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

function encode({ cost, salt, tag }: Hashed): PasswordHash {
  const { memory, passes, parallelism } = cost;
  const text = `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
  return text as PasswordHash;
}

function decode(stored: string): Hashed | undefined {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(stored) ?? [];
  if (salt === undefined || tag === undefined) return undefined;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
