import type { Json } from './canonical-json.ts';

/** The kind of an error, as far as callers act on it. One module in `http` maps the kinds to status codes. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'too_slow'
  | 'conflict'
  | 'precondition_failed'
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
  /** The part of the message that says what is wrong, without the advice for the client. */
  reason?: string;
  /** What a client needs to decide, as data. */
  details?: Readonly<Record<string, Json>>;
}

/**
 * The only error class of Roomshot. `message` is for the user and contains no internals. `cause` is for the log. `code`
 * is stable: clients may act on it.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: string;
  readonly details: Readonly<Record<string, Json>> | undefined;

  constructor(kind: ErrorKind, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.reason = options.reason ?? message;
    this.details = options.details;
  }
}
