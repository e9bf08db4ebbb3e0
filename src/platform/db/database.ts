import type { Kysely, Transaction as KyselyTransaction } from 'kysely';
import type { PreparedPGlite } from './prepared-statements.ts';
import type { Schema } from './schema.ts';

/** An open transaction. */
export type Transaction = KyselyTransaction<Schema>;

/** The target of a query: the database or an open transaction. */
export type Queryable = Kysely<Schema>;

type Unlisten = () => Promise<void>;

/** An open database, embedded or on a server: the same SQL on both. */
export interface Database {
  readonly engine: 'embedded' | 'server';
  /**
   * Runs reads, and writes that may be lost in a power cut, such as the progress of a task. A single statement is
   * committed at once, but reaches the disk only with the next transaction.
   */
  readonly query: Queryable;
  /** For statements that go through many rows, such as a clean-up. They may take minutes instead of seconds. */
  readonly long: Pick<Database, 'query' | 'transaction'>;
  /** For work that nobody waits for. On the embedded engine it lets requests pass, but does not wait for ever. */
  readonly background: Pick<Database, 'query' | 'transaction'>;
  /**
   * Commits the changes of `work` if it resolves, and rolls them back if it rejects. When this resolves, the changes
   * are on the disk. Use this for every write that a client gets confirmed.
   * @throws AppError `outcome_unknown` when the commit was not confirmed
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Calls `onEvent` with the payload of each committed `pg_notify` on a channel, of any process. Calls `onGap` if
   * notifications may be lost, because the connection was lost.
   */
  listen(channel: string, onEvent: (payload: string) => void, onGap?: () => void): Promise<Unlisten>;
  /**
   * Resolves when all that queries have returned until now is on the disk. Call it before a result leaves the process:
   * the embedded engine shows a commit to others before it is on the disk. Events of `listen` have waited already.
   */
  flushed(): Promise<void>;
  /** The connection for the queue. */
  readonly queueConnection: QueueConnection;
  /** Returns a warning for the operator if the server may not permit all connections of this process. */
  warnOfConnections(): Promise<string | undefined>;
  close(): Promise<void>;
}

export type QueueConnection =
  | { kind: 'embedded'; pglite: PreparedPGlite }
  | { kind: 'server'; run(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }> };

/** How many connections to a PostgreSQL server one process opens. The embedded engine has one. */
export interface ConnectionCounts {
  /** For statements without a transaction: requests that read, log-in checks, readiness, progress. */
  reading: number;
  /** For transactions: changes, which may wait for each other. */
  writing: number;
}
