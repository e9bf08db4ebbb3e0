/** What went wrong, as far as a caller must know in order to act. One place in `http` maps these to status codes. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'invalid'
  | 'rate_limited'
  | 'unavailable'
  | 'storage_full'
  | 'internal';

interface AppErrorOptions {
  cause?: unknown;
  /** Seconds after which the same request may succeed. */
  retryAfterSeconds?: number;
}

/**
 * The one error class of ours. `message` is written for the person who made the request and never holds
 * internals; `cause` is for the log. `code` is stable: clients may act on it.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: ErrorKind, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
