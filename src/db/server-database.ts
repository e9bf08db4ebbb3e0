import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Database, durably } from './database.ts';
import type { Schema } from './schema.ts';

const POOL_SIZE = 10;
/** What the embedded engine has by itself: only transactions wait for the disk, times are ISO 8601 in UTC. */
const SESSION = '-c synchronous_commit=off -c datestyle=ISO -c timezone=UTC';
const RECONNECT_MS = 500;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.DATE) return (day: string) => day;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

/** Opens a database on a PostgreSQL server. Lost connections are replaced; queries on them fail. */
export async function openServerDatabase(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE, types, options: SESSION });
  // An idle connection that breaks is no reason to end the process: the pool has dropped it already.
  pool.on('error', (error) => process.emitWarning(error));
  const query = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const listeners = new Set<() => Promise<void>>();
  return {
    engine: 'server',
    query,
    transaction: (work) => durably(query, work),
    listen: async (channel, heard) => {
      const stop = await listenAgainAndAgain(url, channel, heard);
      listeners.add(stop);
      return stop;
    },
    queueConnection: { kind: 'server', url },
    async close() {
      for (const stop of listeners) await stop();
      await query.destroy();
    },
  };
}

/** Listens on a connection of its own, and on a new one whenever that breaks. */
async function listenAgainAndAgain(
  url: string,
  channel: string,
  heard: (payload: string) => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | undefined;
  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url });
    fresh.on('error', () => fresh.end().catch(() => {}));
    fresh.on('end', () => {
      if (!stopped) setTimeout(reconnect, RECONNECT_MS).unref();
    });
    fresh.on('notification', (message) => heard(message.payload ?? ''));
    await fresh.connect();
    await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = fresh;
  };
  const reconnect = () => {
    if (!stopped) connect().catch(() => setTimeout(reconnect, RECONNECT_MS).unref());
  };
  await connect();
  return async () => {
    stopped = true;
    await client?.end();
  };
}
