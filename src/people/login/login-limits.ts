import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../platform/kernel/errors.ts';

const WINDOW_SECONDS = 15 * 60;
const FAILURES_PER_PAIR = 10;
const FAILURES_PER_ADDRESS = 100;
const FAILURES_PER_ACCOUNT = 50;
/** The interval of attempts above a limit. */
const PACE_SECONDS = 5;
const KNOWN_ADDRESSES = 10_000;
const KNOWN_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** An admitted attempt. It counts as failed unless one of these methods is called. */
interface Attempt {
  succeeded(): Promise<void>;
  /** Removes the attempt, because it was not checked. */
  undo(): Promise<void>;
}

export interface LoginLimits {
  /**
   * Counts an attempt before it is checked, so that concurrent attempts are all counted.
   * @throws AppError `too_many_logins`
   */
  admit(email: string, address: string): Promise<Attempt>;
}

/**
 * Creates the limits against password guessing: of one account from one address, of all accounts from one address, and
 * of one account from all addresses. Above a limit, attempts are only slowed down, because several users can share an
 * address. The last two limits ignore addresses that the account was used from before. So the owner can always log in.
 * Accounts that do not exist have the same limits.
 */
export function createLoginLimits(): LoginLimits {
  const perPair = failureLimit(FAILURES_PER_PAIR);
  const perAddress = failureLimit(FAILURES_PER_ADDRESS);
  const perAccount = failureLimit(FAILURES_PER_ACCOUNT);
  const pace = new RateLimiterMemory({ points: 1, duration: PACE_SECONDS });
  const known = new LRUCache<string, true>({ max: KNOWN_ADDRESSES, ttl: KNOWN_FOR_MS });

  return {
    async admit(email, address) {
      const network = networkOf(address);
      const pair = `${network} ${email}`;
      const undo = async () => {
        await perPair.reward(pair);
        await perAddress.reward(network);
        await perAccount.reward(email);
      };
      const isAbove = {
        pair: await reaches(perPair, pair),
        address: await reaches(perAddress, network),
        account: await reaches(perAccount, email),
      };
      try {
        if (isAbove.pair) await takeTurn(pace, `pair ${pair}`);
        if (isAbove.address && !known.has(pair)) await takeTurn(pace, `address ${network}`);
        if (isAbove.account && !known.has(pair)) await takeTurn(pace, `account ${email}`);
      } catch (error) {
        // A delayed attempt is no failure.
        await undo();
        throw error;
      }
      const succeeded = async () => {
        known.set(pair, true);
        await undo();
        await perPair.delete(pair);
      };
      return { succeeded, undo };
    },
  };
}

/** The last of these failures is already above the limit: the next attempt has to wait for its turn. */
const failureLimit = (failures: number): RateLimiterMemory =>
  new RateLimiterMemory({ points: failures - 1, duration: WINDOW_SECONDS });

/** Counts one attempt. @returns whether it reaches the limit */
const reaches = async (limiter: RateLimiterMemory, key: string): Promise<boolean> =>
  (await waitAfter(limiter, key)) > 0;

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

async function takeTurn(limiter: RateLimiterMemory, key: string): Promise<void> {
  const waitMs = await waitAfter(limiter, key);
  if (waitMs === 0) return;
  throw new AppError('rate_limited', 'too_many_logins', 'Too many login attempts. Try again later.', {
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  });
}

/** Counts one attempt. @returns the time to wait, 0 if it is within the limit */
async function waitAfter(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
}
