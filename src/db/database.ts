import type { PGlite } from '@electric-sql/pglite';
import type { Kysely, Transaction as KyselyTransaction } from 'kysely';
import type { Schema } from './schema.ts';

/** A transaction that is open. */
export type Transaction = KyselyTransaction<Schema>;

/** What a query can run on: the database itself or an open transaction. */
export type Queryable = Kysely<Schema>;

type Unlisten = () => Promise<void>;

/** An open database, embedded or on a server: the same SQL on both. */
export interface Database {
  readonly engine: 'embedded' | 'server';
  readonly query: Queryable;
  /** Commits what `work` did when it resolves; undoes all of it when it rejects. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Calls back with the payload of each committed `pg_notify` on a channel, from whichever process. */
  listen(channel: string, heard: (payload: string) => void): Promise<Unlisten>;
  /** How the queue reaches this database. */
  readonly queueConnection: QueueConnection;
  close(): Promise<void>;
}

export type QueueConnection = { kind: 'embedded'; pglite: PGlite } | { kind: 'server'; url: string };
