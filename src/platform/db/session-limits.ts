const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * The longest pause between two statements of a transaction, after which the server rolls it back. A process that is
 * stopped or cut off in a transaction holds up the others for this time.
 */
const IDLE_IN_TRANSACTION_MS = 5 * SECOND_MS;
/** Longer than the limit above, so that a change that waits for a stopped process succeeds. */
const LOCK_MS = 7 * SECOND_MS;
/** Longer than the idle time after which a pool closes a connection. Applies to sessions that hold a lock. */
const IDLE_SESSION_MS = 30 * SECOND_MS;
/** How much later than the server the client gives up, so that the server normally answers first. */
const SILENCE_MS = 2 * SECOND_MS;

/** The limits of the statements on one connection. */
export interface SessionLimits {
  /** The longest statement, in milliseconds, including its wait for locks. The server cancels it. */
  readonly statementMs: number;
  /** The longest wait for an answer, in milliseconds. Then the connection is given up. */
  readonly answerMs: number;
  /** Whether the server closes the session when it is idle. */
  readonly endsWhenIdle: boolean;
}

const limitsOf = (statementMs: number, endsWhenIdle = true): SessionLimits => ({
  statementMs,
  answerMs: statementMs + SILENCE_MS,
  endsWhenIdle,
});

/** For requests and jobs. */
export const BRIEF: SessionLimits = limitsOf(10 * SECOND_MS);

/** For statements that go through many rows: migration, backup, restore, clean-up, diagnosis. */
export const LONG: SessionLimits = limitsOf(15 * MINUTE_MS);

/** For a connection that listens. It sends a statement now and then to test the connection. */
export const LISTENING: SessionLimits = limitsOf(3 * SECOND_MS, false);

/**
 * How the server finds out that a client is gone without a goodbye. The first four apply to a client that is silent,
 * and `tcp_user_timeout` also to a stopped client that reads nothing. The last one ends a statement, or its wait for a
 * lock, when the client has closed the connection.
 */
const DEAD_CLIENTS = {
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 2,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 10 * SECOND_MS,
  client_connection_check_interval: 2 * SECOND_MS,
};

/** The embedded engine has these by itself: only transactions wait for the disk, times are ISO 8601 in UTC. */
const SESSION = { synchronous_commit: 'off', datestyle: 'ISO', timezone: 'UTC' };

/** Returns the options with which a session starts. */
export function sessionOptions({ statementMs, endsWhenIdle }: SessionLimits): string {
  const settings = {
    ...SESSION,
    ...DEAD_CLIENTS,
    statement_timeout: statementMs,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    idle_session_timeout: endsWhenIdle ? IDLE_SESSION_MS : 0,
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}
