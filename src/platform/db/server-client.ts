import pg from 'pg';
import { type SessionLimits, sessionOptions } from './session-limits.ts';

/** The longest time to open a connection. */
const CONNECT_MS = 5000;
/** A connection that is dropped silently is detected after this time and ten seconds more. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;
/** The time for a process that was stopped itself to read the answers that arrived meanwhile. */
const CATCH_UP_MS = 500;
/** The time for the other side to close a connection after a goodbye. */
const GOODBYE_MS = 1000;

/** The SQLSTATE codes for connection errors that the client detects. */
export const COULD_NOT_CONNECT = '08001';
/** All connections are in use. */
export const NO_CONNECTION = '53300';
const NOT_SENT = '08003';
const CONNECTION_FAILURE = '08006';

/** A connection error. The driver itself gives it no code, or a code of the operating system. */
export class ConnectionFailure extends Error {
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.name = 'ConnectionFailure';
    this.code = code;
  }
}

/** If a host name has several addresses, the error of Node.js has a code and no message. */
const reasonOf = (cause: unknown): string => {
  const { message, code } = cause as NodeJS.ErrnoException;
  return message || String(code);
};

/** Where a connection leads, and what it is for. */
export interface ServerAddress {
  url: string;
  /** The name of the process, and what the connection is for. The server shows both. */
  process: string;
  purpose: string;
  limits: SessionLimits;
}

/** Returns the configuration of a connection. Options in the URL are kept; those that Roomshot relies on prevail. */
export function clientConfig({ url, process, purpose, limits }: ServerAddress): pg.ClientConfig {
  const [address = '', ...rest] = url.split('?');
  const parameters = new URLSearchParams(rest.join('?'));
  const options = [parameters.get('options'), sessionOptions(limits)].filter(Boolean).join(' ');
  parameters.set('options', options);
  return {
    connectionString: `${address}?${parameters}`,
    fallback_application_name: `${process} ${purpose}`,
    ...KEEP_ALIVE,
  };
}

/**
 * One connection to a PostgreSQL server. It waits for nothing without a limit, and each connection error has an
 * SQLSTATE. So no code has to parse the text of a message.
 */
export class ServerClient extends pg.Client {
  /** Why it takes no other statement. */
  #broken: Error | undefined;

  constructor(config: pg.ClientConfig = {}) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MS });
    // The driver emits this before it rejects the pending statements. Without a listener, it ends the process.
    this.on('error', (error) => {
      this.#broken ??= error;
    });
  }

  /**
   * Sends a statement. If no answer arrives in time, the connection is given up: it takes no other statement.
   * @param onSilence is called if the connection is given up
   * @throws the error that the server returned, or else a `ConnectionFailure` if the connection is broken. Its code
   *   tells whether the statement was sent
   */
  async ask(
    text: string,
    values: readonly unknown[],
    answerMs: number,
    onSilence: () => void = () => {},
  ): Promise<pg.QueryResult> {
    if (this.#broken) throw new ConnectionFailure(NOT_SENT, this.#broken);
    const silence = setTwoTimers(answerMs, () => {
      this.giveUp();
      onSilence();
    });
    try {
      return await this.query(text, [...values]);
    } catch (error) {
      const hasAnswered = error instanceof pg.DatabaseError || !this.#broken;
      throw hasAnswered ? error : new ConnectionFailure(CONNECTION_FAILURE, this.#broken);
    } finally {
      silence.clear();
    }
  }

  /** Breaks the connection, without a goodbye that nobody may answer. */
  giveUp(): void {
    this.#broken ??= new Error('The database server does not answer.');
    this.connection.stream.destroy();
  }

  /** Says goodbye. Does not wait for an answer for ever, because it may never come. */
  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    const { stream } = this.connection;
    const silence = setTimeout(() => stream.destroy(), GOODBYE_MS);
    stream.once('close', () => clearTimeout(silence));
    return callback ? super.end(callback) : super.end();
  }
}

/**
 * Calls back after a time. If the process was stopped meanwhile, it first reads what has arrived: the timers of a
 * process that wakes run before it reads.
 */
function setTwoTimers(ms: number, onTimeout: () => void): { clear(): void } {
  let timer = setTimeout(() => {
    timer = setTimeout(onTimeout, CATCH_UP_MS);
  }, ms);
  return { clear: () => clearTimeout(timer) };
}

/** @throws the error that the server returned, or else a `ConnectionFailure` */
export const connected = <T>(connecting: Promise<T>): Promise<T> =>
  connecting.catch((error: unknown) => {
    const hasCode = error instanceof pg.DatabaseError || error instanceof ConnectionFailure;
    throw hasCode ? error : new ConnectionFailure(COULD_NOT_CONNECT, error);
  });
