import { Kysely, PostgresDialect, sql } from 'kysely';
import { budgetName, OTHER_CONNECTIONS, warnOfConnections } from './connection-budget.ts';
import type { ConnectionCounts, Database } from './database.ts';
import { conditionOf, outcomeUnknown } from './database-error.ts';
import { Reachability } from './reachability.ts';
import type { Schema } from './schema.ts';
import { ServerPool } from './server-pool.ts';
import { BRIEF, LONG, type SessionLimits } from './session-limits.ts';
import { SharedListener } from './shared-listener.ts';

const FEW_CONNECTIONS: ConnectionCounts = { reading: 2, writing: 2 };

/**
 * Opens a database on a PostgreSQL server. Each purpose has its own connections, so that changes that wait for each
 * other hold up neither reading nor the queue.
 */
export async function openServerDatabase(url: string, counts = FEW_CONNECTIONS): Promise<Database> {
  const process = budgetName(counts);
  const pools = new Set<ServerPool>();
  const reachability = new Reachability();
  const onSilence = () => {
    reachability.lost();
    for (const pool of pools) pool.distrust();
  };
  const open = (purpose: string, size: number, limits: SessionLimits): ServerPool => {
    const pool = new ServerPool({ url, process, purpose, size, limits, reachability, onSilence });
    pools.add(pool);
    return pool;
  };
  const reading = createKysely(open('reading', counts.reading, BRIEF));
  const writing = createKysely(open('writing', counts.writing, BRIEF));
  const long = createKysely(open('long', OTHER_CONNECTIONS.long, LONG));
  const queue = open('queue', OTHER_CONNECTIONS.queue, BRIEF);
  const listener = new SharedListener({ url, process });
  const transaction: Database['transaction'] = (work) => transact(writing, work);
  return {
    engine: 'server',
    query: reading,
    transaction,
    background: { query: reading, transaction },
    long: { query: long, transaction: (work) => transact(long, work) },
    // The server shows a transaction to others only when it is on its disk.
    flushed: async () => {},
    listen: (...which) => listener.listen(...which),
    queueConnection: { kind: 'server', run: (...statement) => queue.run(...statement) },
    warnOfConnections: () => warnOfConnections(reading, counts, process),
    async close() {
      const parts = [listener.close(), queue.end(), ...[reading, writing, long].map((db) => db.destroy())];
      await Promise.all(parts);
    },
  };
}

const createKysely = (pool: ServerPool): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });

async function transact<T>(db: Kysely<Schema>, work: Parameters<Database['transaction']>[0]): Promise<T> {
  let isWorkDone = false;
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`set local synchronous_commit = on`.execute(tx);
      const result = await work(tx);
      isWorkDone = true;
      return result as T;
    });
  } catch (error) {
    // The server may also close the connection itself, after it has committed.
    throw isWorkDone && conditionOf(error) === 'connection_lost' ? outcomeUnknown(error) : error;
  }
}
