import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';
import { conditionOf, outcomeUnknown } from './database-error.ts';
import type { Schema } from './schema.ts';
import { KEEP_ALIVE, withConnectionCodes } from './server-connection.ts';
import { SharedListener } from './shared-listener.ts';

const POOL_SIZE = 10;
/** What the embedded engine has by itself: only transactions wait for the disk, times are ISO 8601 in UTC. */
const SESSION = '-c synchronous_commit=off -c datestyle=ISO -c timezone=UTC';

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.DATE) return (day: string) => day;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

/** Opens a database on a PostgreSQL server. Lost connections are replaced; queries on them fail. */
export async function openServerDatabase(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE, types, options: SESSION, ...KEEP_ALIVE });
  // An idle connection that breaks is no reason to end the process: the pool has dropped it already.
  pool.on('error', (error) => process.emitWarning(error));
  const query = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: withConnectionCodes(pool) }) });
  const listener = new SharedListener(url);
  return {
    engine: 'server',
    query,
    async transaction(work) {
      let isWorkDone = false;
      try {
        return await query.transaction().execute(async (tx) => {
          await sql`set local synchronous_commit = on`.execute(tx);
          const result = await work(tx);
          isWorkDone = true;
          return result;
        });
      } catch (error) {
        // The server may also close the connection itself, after it has committed.
        throw isWorkDone && conditionOf(error) === 'connection_lost' ? outcomeUnknown(error) : error;
      }
    },
    listen: (...which) => listener.listen(...which),
    queueConnection: { kind: 'server', url },
    async close() {
      await listener.close();
      await query.destroy();
    },
  };
}
