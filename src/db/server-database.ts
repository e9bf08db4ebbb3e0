import { setTimeout } from 'node:timers/promises';
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
  // One that breaks between two statements of a transaction tells nobody else; the next statement fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  const query = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const listeners = new Set<() => Promise<void>>();
  return {
    engine: 'server',
    query,
    transaction: (work) => durably(query, work),
    listen: async (channel, heard, missed) => {
      const stop = await listenAgainAndAgain(url, channel, heard, missed);
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
  missed: () => void = () => {},
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const open = () => openListener(url, channel, heard);
  let listener = await open();
  const keepListening = async () => {
    for (;;) {
      await listener.broken;
      let next: Listener | undefined;
      while (next === undefined) {
        await setTimeout(RECONNECT_MS, undefined, { ref: false, signal: stopping.signal });
        next = await open().catch(() => undefined);
      }
      listener = next;
      missed();
    }
  };
  keepListening().catch(() => {});
  return async () => {
    stopping.abort();
    await listener.client.end();
  };
}

interface Listener {
  client: pg.Client;
  /** Resolves when nothing more will be heard. */
  broken: Promise<void>;
}

async function openListener(
  url: string,
  channel: string,
  heard: (payload: string) => void,
): Promise<Listener> {
  const client = new pg.Client({ connectionString: url });
  const broken = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  client.on('notification', ({ payload }) => heard(payload ?? ''));
  try {
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    return { client, broken };
  } catch (error) {
    await client.end();
    throw error;
  }
}
