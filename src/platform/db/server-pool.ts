import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { ConnectionTurns } from './connection-turns.ts';
import { conditionOf } from './database-error.ts';
import type { Reachability } from './reachability.ts';
import {
  COULD_NOT_CONNECT,
  ConnectionFailure,
  clientConfig,
  connected,
  NO_CONNECTION,
  type ServerAddress,
  ServerClient,
} from './server-client.ts';

/** The longest wait for a connection that others use. */
const MAX_WAIT_MS = 30_000;
/** Shorter than the time after which the server closes an idle session. */
const IDLE_MS = 10_000;
/** The longest wait for work that uses a connection when the pool is closed. */
const MAX_END_MS = 3000;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.DATE) return (day: string) => day;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

type PoolClient = ServerClient & Pick<pg.PoolClient, 'release'>;
type KyselyClient = Awaited<ReturnType<PostgresPool['connect']>>;

interface ServerPoolOptions extends ServerAddress {
  /** The number of connections. */
  size: number;
  /** Of the server, for all its pools. */
  reachability: Reachability;
  /** Called when the server has not answered in time. */
  onSilence: () => void;
}

/**
 * Connections to a PostgreSQL server for one purpose. Lost connections are replaced; statements on them fail. Whoever
 * waits for a connection or an answer gets an error in the end.
 */
export class ServerPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #turns: ConnectionTurns;
  readonly #answerMs: number;
  readonly #reachability: Reachability;
  readonly #onSilence: () => void;
  readonly #idle = new Set<ServerClient>();
  readonly #used = new Set<ServerClient>();

  constructor(options: ServerPoolOptions) {
    const { size, limits, purpose, reachability, onSilence } = options;
    this.#reachability = reachability;
    this.#onSilence = onSilence;
    this.#answerMs = limits.answerMs;
    this.#turns = new ConnectionTurns(size, MAX_WAIT_MS, () => noneFree(purpose));
    this.#pool = new pg.Pool({
      ...clientConfig(options),
      types,
      max: size,
      idleTimeoutMillis: IDLE_MS,
      Client: ServerClient as unknown as new () => pg.ClientBase,
    });
    // An idle connection that breaks is no reason to end the process: the pool has dropped it already.
    this.#pool.on('error', (error) => process.emitWarning(error));
    this.#pool.on('acquire', (client) => this.#idle.delete(client as PoolClient));
    this.#pool.on('release', (_, client) => this.#idle.add(client as PoolClient));
    this.#pool.on('remove', (client) => this.#idle.delete(client as PoolClient));
  }

  get options(): pg.PoolOptions {
    return this.#pool.options;
  }

  /** For Kysely, which uses cursors only for streams. This application has none. */
  async connect(): Promise<KyselyClient> {
    const client = await this.#acquire();
    let lastError: unknown;
    const query = (text: string, values: readonly unknown[]) =>
      this.#ask(client, text, values).catch((error) => {
        // A rollback that cannot be sent says nothing: the error that broke the connection says what happened.
        if (!lastError || conditionOf(error) !== 'not_sent') lastError = error;
        throw lastError;
      });
    return {
      query: query as unknown as KyselyClient['query'],
      release: (destroy) => this.#release(client, destroy),
    };
  }

  /** Runs one text, which may contain several statements if it has no values. */
  async run(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    const client = await this.#acquire();
    try {
      const result = await this.#ask(client, text, values);
      this.#release(client);
      return result;
    } catch (error) {
      // A text of several statements may have failed inside its transaction.
      this.#release(client, true);
      throw error;
    }
  }

  /** Closes all connections. Work that still uses one is abandoned after some seconds, as in a crash. */
  async end(): Promise<void> {
    const timer = setTimeout(() => {
      for (const client of this.#used) client.giveUp();
    }, MAX_END_MS);
    await this.#pool.end().finally(() => clearTimeout(timer));
  }

  async #acquire(): Promise<PoolClient> {
    await this.#turns.take();
    try {
      const client = await this.#open();
      this.#used.add(client);
      return client;
    } catch (error) {
      // Nobody else would get a connection either. A server that answers may have one again.
      if (error instanceof ConnectionFailure) this.#turns.refuse(error);
      this.#turns.give();
      throw error;
    }
  }

  async #open(): Promise<PoolClient> {
    if (this.#pool.idleCount === 0 && this.#reachability.isLost()) throw unreachable();
    try {
      const client = await connected(this.#pool.connect());
      this.#reachability.found();
      return client as PoolClient;
    } catch (error) {
      if (error instanceof ConnectionFailure) this.#reachability.lost();
      throw error;
    }
  }

  #release(client: PoolClient, destroy?: boolean | Error): void {
    this.#used.delete(client);
    client.release(destroy);
    this.#turns.give();
  }

  /** Replaces the idle connections, which would cost a request its time each, and refuses those that wait for one. */
  distrust(): void {
    for (const client of this.#idle) client.giveUp();
    this.#turns.refuse(unreachable());
  }

  #ask(client: PoolClient, text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    return client.ask(text, values, this.#answerMs, this.#onSilence);
  }
}

const unreachable = (): Error =>
  new ConnectionFailure(COULD_NOT_CONNECT, new Error('The database server does not answer.'));

const noneFree = (purpose: string): Error =>
  new ConnectionFailure(NO_CONNECTION, new Error(`No connection for ${purpose} became free in time.`));
