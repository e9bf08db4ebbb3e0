import type { PostgresPool } from 'kysely';
import pg from 'pg';

/**
 * For every connection to a PostgreSQL server. If a firewall drops a connection silently, a connection that only
 * listens never notices. Keep-alive packets detect it.
 */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/** The SQLSTATE codes for connection errors that the client detects. */
const COULD_NOT_CONNECT = '08001';
const CONNECTION_FAILURE = '08006';

/** A connection error. The driver itself gives it no code, or a code of the operating system. */
class ConnectionFailure extends Error {
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

/** @throws the error that the server returned, or else a `ConnectionFailure` */
export const connected = <T>(connecting: Promise<T>): Promise<T> =>
  connecting.catch((error: unknown) => {
    throw error instanceof pg.DatabaseError ? error : new ConnectionFailure(COULD_NOT_CONNECT, error);
  });

/**
 * Wraps the pool for Kysely and adds an SQLSTATE to every connection error. If the connection is broken, an error of a
 * statement on it is a connection error. So no code has to parse the text of a message.
 */
export function withConnectionCodes(pool: pg.Pool): PostgresPool {
  const broken = new WeakSet<pg.PoolClient>();
  // The driver emits this before it rejects the pending statements. Without a listener, the event ends the process.
  pool.on('connect', (client) => client.on('error', () => broken.add(client)));
  const query = (client: pg.PoolClient, text: string, values: readonly unknown[]) =>
    client.query(text, [...values]).catch((error: unknown) => {
      const answered = error instanceof pg.DatabaseError || !broken.has(client);
      throw answered ? error : new ConnectionFailure(CONNECTION_FAILURE, error);
    });
  return {
    options: pool.options,
    async connect() {
      const client = await connected(pool.connect());
      return {
        // Kysely uses cursors only for streams, and this application has none.
        query: query.bind(undefined, client) as unknown as PoolQuery,
        release: (destroy) => client.release(destroy),
      };
    },
    end: () => pool.end(),
  };
}

type PoolQuery = Awaited<ReturnType<PostgresPool['connect']>>['query'];
