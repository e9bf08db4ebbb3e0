import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from '../../people/login/login-limits.ts';
import { AppError } from '../../platform/kernel/errors.ts';

/** How many requests of one kind may be open at once. */
interface Bound {
  /** The code of the refusal. */
  code: string;
  /** What is open, in the plural. */
  what: string;
  account: number;
  /** For all accounts at one address together. Many people can share it, behind a proxy or a firewall. */
  address: number;
  /** For one address without an account. It takes no places of the people who have signed in there. */
  anonymous: number;
}

const requests = { code: 'too_many_requests', what: 'requests' };

/** The bound of every kind of request. A route names its kind in `config.bound`. */
export const BOUNDS = {
  read: { ...requests, account: 200, address: 800, anonymous: 200 },
  change: { ...requests, account: 1000, address: 4000, anonymous: 100 },
  search: { code: 'too_many_searches', what: 'searches', account: 20, address: 80, anonymous: 20 },
  report: { code: 'too_many_reports', what: 'reports', account: 5, address: 20, anonymous: 5 },
  login: { code: 'too_many_logins', what: 'logins', account: 8, address: 32, anonymous: 32 },
  download: { code: 'too_many_downloads', what: 'downloads', account: 100, address: 400, anonymous: 100 },
  upload: { code: 'too_many_uploads', what: 'uploads', account: 20, address: 80, anonymous: 20 },
  verification: {
    code: 'too_many_verifications',
    what: 'verifications',
    account: 5,
    address: 20,
    anonymous: 5,
  },
  wait: { code: 'too_many_waits', what: 'requests for tasks', account: 100, address: 400, anonymous: 100 },
  'room-stream': {
    code: 'too_many_streams',
    what: 'event streams',
    account: 20,
    address: 200,
    anonymous: 20,
  },
  'task-stream': {
    code: 'too_many_streams',
    what: 'event streams of tasks',
    account: 100,
    address: 400,
    anonymous: 100,
  },
} as const satisfies Record<string, Bound>;

type BoundName = keyof typeof BOUNDS;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The bound that a request counts for; `none` for probes. The method decides if it is left out. */
    bound?: BoundName | 'none' | ((request: FastifyRequest) => BoundName);
  }
}

/** The parameters of lists for which the server examines more than it returns. */
const SEARCHES: readonly string[] = ['q', 'search', 'outcome'];

/** The bound of a list that can also be searched. */
export const searchOrRead = ({ query }: FastifyRequest): BoundName =>
  Object.keys(query as object).some((name) => SEARCHES.includes(name)) ? 'search' : 'read';

const RETRY_AFTER_SECONDS = 5;
const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Bounds how many requests an account, and an address, have open at once. A request is open until its answer was
 * passed to the operating system, or its client has left. So answers that nobody reads count too. Rate limits do not
 * see them.
 */
export function boundRequests(app: FastifyInstance): void {
  const open = new OpenRequests();
  // After authentication, and before the body is read.
  app.addHook('preParsing', async (request, reply) => {
    const name = boundOf(request);
    if (name !== 'none') leaveAtEnd(reply, open.enter(name, request));
  });
}

function boundOf(request: FastifyRequest): BoundName | 'none' {
  const { bound } = request.routeOptions.config;
  if (typeof bound === 'function') return bound(request);
  return bound ?? (READING.includes(request.method) ? 'read' : 'change');
}

function leaveAtEnd({ raw }: FastifyReply, leave: () => void): void {
  // The client may have left during authentication.
  if (raw.destroyed) leave();
  raw.once('finish', leave);
  raw.once('close', leave);
}

/** The open requests, by bound and by their account or address. */
class OpenRequests {
  readonly #counts = new Map<string, number>();

  /**
   * Counts a request. Returns a function that ends this, and may be called twice.
   * @throws AppError with the code of the bound
   */
  enter(name: BoundName, { signedIn, ip }: FastifyRequest): () => void {
    const { code, what, account, address, anonymous }: Bound = BOUNDS[name];
    const network = networkOf(ip);
    const shares = signedIn
      ? [
          { key: `${name} account ${signedIn.actor.userId}`, most: account, whose: 'You have' },
          { key: `${name} address ${network}`, most: address, whose: 'Your network has' },
        ]
      : [{ key: `${name} anonymous ${network}`, most: anonymous, whose: 'Your network has' }];
    const full = shares.find(({ key, most }) => this.#of(key) >= most);
    if (full) {
      const text = `${full.whose} ${full.most} ${what} open already. Close one of them, or wait until one ends.`;
      throw new AppError('rate_limited', code, text, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    for (const { key } of shares) this.#counts.set(key, this.#of(key) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      for (const { key } of shares) this.#leave(key);
    };
  }

  #of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  #leave(key: string): void {
    const rest = this.#of(key) - 1;
    if (rest > 0) this.#counts.set(key, rest);
    else this.#counts.delete(key);
  }
}
