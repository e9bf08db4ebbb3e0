import type { FastifyRequest } from 'fastify';
import { networkOf } from '../../people/login/login-limits.ts';
import { AppError } from '../../platform/kernel/errors.ts';

/** Limits for the files that are in memory at the same time, in bytes. */
export interface MemoryLimits {
  all: number;
  /** For everybody without an account together. The rest is for people who have signed in. */
  anonymous: number;
  /** For one account, or one address without an account. */
  each: number;
}

interface Share {
  key: string;
  most: number;
}

/** The memory of all files that are being received or worked on. Nobody can take all of it. */
export class UploadMemory {
  readonly #limits: MemoryLimits;
  readonly #used = new Map<string, number>();

  constructor(limits: MemoryLimits) {
    this.#limits = limits;
  }

  /**
   * Returns a function that reserves memory for the file of a request. Its own `release` gives all of it back.
   * The function throws AppError `uploads_busy`.
   */
  reserveFor(request: FastifyRequest): { reserve(size: number): void; release(): void } {
    const shares = this.#sharesOf(request);
    let own = 0;
    const add = (size: number): void => {
      own += size;
      for (const { key } of shares) this.#add(key, size);
    };
    return {
      reserve: (size) => {
        if (shares.some(({ key, most }) => (this.#used.get(key) ?? 0) + size > most)) throw uploadsBusy();
        add(size);
      },
      release: () => add(-own),
    };
  }

  #sharesOf({ signedIn, ip }: FastifyRequest): Share[] {
    const { all, anonymous, each } = this.#limits;
    const everybody = { key: 'all', most: all };
    if (signedIn) return [everybody, { key: `account ${signedIn.actor.userId}`, most: each }];
    const address = { key: `address ${networkOf(ip)}`, most: each };
    return [everybody, { key: 'anonymous', most: anonymous }, address];
  }

  #add(key: string, size: number): void {
    const used = (this.#used.get(key) ?? 0) + size;
    if (used > 0) this.#used.set(key, used);
    else this.#used.delete(key);
  }
}

const uploadsBusy = () =>
  new AppError('unavailable', 'uploads_busy', 'Too many files are being received. Try again shortly.', {
    retryAfterSeconds: 5,
  });
