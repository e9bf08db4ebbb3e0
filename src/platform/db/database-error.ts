import { AppError } from '../kernel/errors.ts';
import { storageFull } from '../kernel/system-error.ts';

/** The kinds of database errors that the code distinguishes. */
export type DatabaseCondition =
  | 'unique_violation'
  | 'reference_violation'
  | 'serialization_failure'
  | 'connection_lost'
  | 'not_sent'
  | 'rolled_back'
  | 'connection_refused'
  | 'too_many_connections'
  | 'too_slow'
  | 'locked'
  | 'in_use'
  | 'failing'
  | 'disk_full'
  | 'read_only'
  | 'damaged'
  | 'stale_statement';

/**
 * The meaning of each SQLSTATE (PostgreSQL documentation, appendix "PostgreSQL Error Codes"). No other file compares
 * these codes. All other codes of class 08 are connection errors.
 */
const CONDITIONS: Readonly<Record<string, DatabaseCondition>> = {
  '23505': 'unique_violation',
  '23503': 'reference_violation',
  '40001': 'serialization_failure',
  // A deadlock. The server has rolled this transaction back to resolve it.
  '40P01': 'serialization_failure',
  // The client found out that the connection was lost before it sent the statement.
  '08003': 'not_sent',
  // The server rolled a transaction back because it was idle or lasted for too long, or closed an idle connection. So
  // it has not executed the statement that receives this error, even if that is a commit.
  '25P03': 'rolled_back',
  '25P04': 'rolled_back',
  '57P05': 'rolled_back',
  // The server is shutting down, has crashed, is starting, or has dropped the database.
  '57P01': 'connection_lost',
  '57P02': 'connection_lost',
  '57P03': 'connection_lost',
  '57P04': 'connection_lost',
  // The role does not exist or may not log in; the password is wrong; the database does not exist.
  '28000': 'connection_refused',
  '28P01': 'connection_refused',
  '3D000': 'connection_refused',
  '53300': 'too_many_connections',
  // A limit of the configuration, such as the number of locks; the memory of the server; another shortage.
  '53000': 'failing',
  '53200': 'failing',
  '53400': 'failing',
  '53100': 'disk_full',
  // The disk of the server has returned an error.
  '58000': 'failing',
  '58030': 'failing',
  // The statement was cancelled because it took too long; it waited too long for a lock.
  '57014': 'too_slow',
  '55P03': 'locked',
  // A removal of a blob is under way, or may still happen (`claim_blob`).
  '55006': 'in_use',
  '25006': 'read_only',
  // A page of a table or an index is damaged.
  XX001: 'damaged',
  XX002: 'damaged',
  // The tables of a prepared statement have changed; the prepared statement does not exist.
  '0A000': 'stale_statement',
  '26000': 'stale_statement',
};

const CONNECTION_CLASS = /^08[0-9A-Z]{3}$/;

/** Classifies an error of either engine. Returns `undefined` for an error that the code does not distinguish. */
export function conditionOf(error: unknown): DatabaseCondition | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return CONDITIONS[error.code] ?? (CONNECTION_CLASS.test(error.code) ? 'connection_lost' : undefined);
}

/** The code of an error that other transactions cause: the database itself works. */
export const BUSY = 'database_busy';

const RETRY_CONNECTION_SECONDS = 2;
const RETRY_CONFLICT_SECONDS = 1;

const unavailable =
  (code: string, message: string, retryAfterSeconds?: number) =>
  (cause: unknown): AppError =>
    new AppError('unavailable', code, `${message} Nothing was changed. Try again in a moment.`, {
      cause,
      reason: message,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    });

const away = unavailable('database_unavailable', 'The database cannot be reached.', RETRY_CONNECTION_SECONDS);

/** The conditions that describe the state of the database, and not a fault of the request. */
const FAILURES: Partial<Record<DatabaseCondition, (cause: unknown) => AppError>> = {
  connection_lost: away,
  connection_refused: away,
  not_sent: away,
  rolled_back: away,
  failing: unavailable(
    'database_unavailable',
    'The database server has not enough resources, or its disk fails.',
    RETRY_CONNECTION_SECONDS,
  ),
  too_many_connections: unavailable(
    'database_unavailable',
    'The database has no free connection.',
    RETRY_CONNECTION_SECONDS,
  ),
  too_slow: unavailable(BUSY, 'The database did not finish this in time.', RETRY_CONNECTION_SECONDS),
  locked: unavailable(BUSY, 'Another change of the same data takes too long.', RETRY_CONNECTION_SECONDS),
  in_use: unavailable(BUSY, 'The same file is being removed.', RETRY_CONNECTION_SECONDS),
  serialization_failure: unavailable(
    BUSY,
    'Another request changed the same data at the same time.',
    RETRY_CONFLICT_SECONDS,
  ),
  reference_violation: unavailable(
    BUSY,
    'Another request removed what this change refers to.',
    RETRY_CONFLICT_SECONDS,
  ),
  read_only: unavailable(
    'database_read_only',
    'The database is read-only at the moment.',
    RETRY_CONNECTION_SECONDS,
  ),
  disk_full: storageFull,
  damaged: (cause) =>
    new AppError(
      'unavailable',
      'database_damaged',
      'A part of the database is damaged and cannot be read. Nothing was changed. Ask the operator to restore a backup.',
      { cause },
    ),
};

/** Translates an error of the driver for the client, if the error describes the state of the database. */
export function databaseFailure(error: unknown): AppError | undefined {
  const condition = conditionOf(error);
  return condition && FAILURES[condition]?.(error);
}

/** Creates the error for a commit that the database did not confirm. The server cannot find out whether it was done. */
export const outcomeUnknown = (cause: unknown): AppError =>
  new AppError(
    'unavailable',
    'outcome_unknown',
    'The database did not confirm the change. It may have been made. Check before you try again.',
    { cause },
  );

/**
 * Translates a unique violation into a conflict.
 * @throws AppError `conflict` with this code and message
 */
export async function refuseSecond<T>(work: Promise<T>, code: string, message: string): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (conditionOf(cause) !== 'unique_violation') throw cause;
    throw new AppError('conflict', code, message, { cause });
  }
}
