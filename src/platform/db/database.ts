import type { Kysely, Transaction as KyselyTransaction } from 'kysely';
import type { PreparedPGlite } from './prepared-statements.ts';
import type { Schema } from './schema.ts';

/** A transaction that is open. */
export type Transaction = KyselyTransaction<Schema>;

/** What a query can run on: the database itself or an open transaction. */
export type Queryable = Kysely<Schema>;

type Unlisten = () => Promise<void>;

/** An open database, embedded or on a server: the same SQL on both. */
export interface Database {
  readonly engine: 'embedded' | 'server';
  /**
   * For reading, and for writing what may be lost with the power, such as the progress of a task. A statement
   * that runs by itself is committed at once, but waits for the disk only with the next transaction.
   */
  readonly query: Queryable;
  /**
   * Commits what `work` did when it resolves; undoes all of it when it rejects. When this resolves, it is on
   * the disk: whatever is acknowledged to somebody is done in here.
   * @throws AppError `outcome_unknown` when the commit was not confirmed
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Calls back with the payload of each committed `pg_notify` on a channel, from whichever process; and with
   * `onGap` when there may have been some that were lost, because the connection was lost.
   */
  listen(channel: string, onEvent: (payload: string) => void, onGap?: () => void): Promise<Unlisten>;
  /** How the queue reaches this database. */
  readonly queueConnection: QueueConnection;
  close(): Promise<void>;
}

export type QueueConnection = { kind: 'embedded'; pglite: PreparedPGlite } | { kind: 'server'; url: string };
