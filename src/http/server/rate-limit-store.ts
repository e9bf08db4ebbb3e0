import type { FastifyRateLimitStore } from '@fastify/rate-limit';
import { LRUCache } from 'lru-cache';

/** Addresses whose requests are counted. */
const MAX_ADDRESSES = 5000;

interface Window {
  count: number;
  endsAt: number;
}

/**
 * Counts requests in windows of the monotonic clock. The store of the library uses the wall clock: after that goes back,
 * its windows last for as long as it went back.
 */
export class RateLimitStore implements FastifyRateLimitStore {
  readonly #windows = new LRUCache<string, Window>({ max: MAX_ADDRESSES });
  readonly #now: () => number;

  /** @param now milliseconds of a monotonic clock */
  constructor(_options: unknown, now = () => performance.now()) {
    this.#now = now;
  }

  incr(
    address: string,
    callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
    timeWindowMs: number,
  ): void {
    const now = this.#now();
    const known = this.#windows.get(address);
    const window = known && known.endsAt > now ? known : { count: 0, endsAt: now + timeWindowMs };
    window.count++;
    this.#windows.set(address, window);
    callback(null, { current: window.count, ttl: window.endsAt - now });
  }

  child(): RateLimitStore {
    return new RateLimitStore(undefined, this.#now);
  }
}
