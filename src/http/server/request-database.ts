import type { FastifyRequest } from 'fastify';
import type { Database } from '../../platform/db/database.ts';
import { type AccessControl, admitLocked, verifyToken } from './access.ts';

/**
 * The database as routes have it. It opens no transaction but in the name of a request, so a route cannot change
 * anything for a user who lost the right while the body of the request was on its way.
 */
export interface RequestDatabase extends Pick<Database, 'engine' | 'query' | 'flushed'> {
  /**
   * Returns a function that runs transactions for a request. Each one first reads the session, the account and the
   * role of the user again, and locks them until it ends.
   * @throws AppError as the guard of the route does, and nothing is changed
   */
  transactionsOf(request: FastifyRequest): Database['transaction'];
}

export const openRequestDatabase = (database: Database, accessControl: AccessControl): RequestDatabase => ({
  engine: database.engine,
  query: database.query,
  flushed: () => database.flushed(),
  transactionsOf: (request) => async (work) => {
    const verified = await verifyToken(accessControl, request);
    return database.transaction(async (tx) => {
      await admitLocked(tx, accessControl, request, verified);
      return work(tx);
    });
  },
});
