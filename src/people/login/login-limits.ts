import { isIPv6 } from 'node:net';
import type { Queryable } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { countLogin, type LoginCounter, recordLogin, uncountLogin } from './login-counter-store.ts';

const FAILURES_PER_PAIR = 10;
const FAILURES_PER_ADDRESS = 100;
const FAILURES_PER_ACCOUNT = 50;
/** The window of the failures, and the interval of attempts above a limit. */
const TIMES = { windowSeconds: 15 * 60, paceSeconds: 5 };
const KNOWN_FOR_DAYS = 30;

/** An admitted attempt. It counts as failed unless one of these methods is called. */
interface Attempt {
  succeeded(): Promise<void>;
  /** Removes the attempt, because it was not checked. */
  undo(): Promise<void>;
}

export interface LoginLimits {
  /**
   * Counts an attempt before it is checked, so that concurrent attempts are all counted, at whatever server.
   * @throws AppError `too_many_logins`
   */
  admit(email: string, address: string): Promise<Attempt>;
}

/**
 * Creates the limits against password guessing: of one account from one address, of all accounts from one address, and
 * of one account from all addresses. Above a limit, attempts are only slowed down, because several users can share an
 * address. The last two limits ignore addresses that the account was used from before. So the owner can always log in.
 * Accounts that do not exist have the same limits.
 *
 * The counters need not wait for the disk: the audit entry of the failed attempt does, and is committed after them.
 * @param db the database, whose servers share the limits
 */
export const createLoginLimits = (db: Queryable): LoginLimits => ({
  async admit(email, address) {
    const counters = countersOf(email, networkOf(address));
    const waitSeconds = await countLogin(db, counters, TIMES);
    if (waitSeconds > 0) {
      throw new AppError('rate_limited', 'too_many_logins', 'Too many login attempts. Try again later.', {
        retryAfterSeconds: Math.ceil(waitSeconds),
      });
    }
    return {
      succeeded: () => recordLogin(db, counters, KNOWN_FOR_DAYS),
      undo: () => uncountLogin(db, counters),
    };
  },
});

const countersOf = (email: string, network: string): LoginCounter[] => [
  { key: keyOf('pair', network, email), most: FAILURES_PER_PAIR },
  { key: keyOf('address', network), most: FAILURES_PER_ADDRESS },
  { key: keyOf('account', email), most: FAILURES_PER_ACCOUNT },
];

/** A hash, because a client chooses the length of an email, and behind too few proxies that of its address. */
const keyOf = (...parts: string[]): string => sha256(parts.join('\n'));

/**
 * Returns the network of one subscriber: an IPv4 address, or a /64 of IPv6, in which one machine can use any number of
 * addresses.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const [head = '', tail = ''] = plain.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
