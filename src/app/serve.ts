import {
  createOperatorAccess,
  type OperatorEndpoint,
  openOperatorEndpoint,
} from '../http/server/operator-access.ts';
import type { HttpServer } from '../http/server/plain-server.ts';
import type { Roomshot } from './app.ts';
import type { Config } from './config.ts';
import { placesIn } from './data-folder.ts';
import {
  describeUnusedSettings,
  type FirstStartSettings,
  fillEmptyDatabase,
  type NewAccounts,
} from './first-start.ts';
import { buildHttp, type HttpSettings } from './http.ts';
import { close, listen } from './listen.ts';
import { readyUntil } from './readiness.ts';

interface ServeOptions {
  /** Whether this process runs jobs. If not, another one must. */
  works?: boolean;
  /**
   * Called as soon as the first start has created accounts. The start may still fail, such as for a port that is in use,
   * and the next start does not know their password.
   */
  onNewAccounts?: (made: NewAccounts) => void;
}

export interface RunningServer {
  /** `http://HOST:PORT` */
  address: string;
  /** For tests that need no network. */
  http: HttpServer;
  /** Rejects new requests and jobs, and finishes open requests. Slow clients are cut off. */
  stop(maxWaitMs?: number): Promise<void>;
}

/**
 * Starts to answer requests and, if it works too, to make snapshots.
 * @throws AppError `address_not_available`, and from `fillEmptyDatabase`
 */
export async function serve(
  config: HttpSettings & FirstStartSettings & Pick<Config, 'port'>,
  roomshot: Roomshot,
  { works = true, onNewAccounts = () => {} }: ServeOptions = {},
): Promise<RunningServer> {
  const { database, blobs, accounts, jobs, records, readiness, clock, log } = roomshot;
  const { adminEmail, adminPassword, demonstration } = config;
  const newAccounts = await fillEmptyDatabase(
    { database, blobs, users: accounts.users, at: clock() },
    { adminEmail, adminPassword, demonstration },
  );
  if (newAccounts) onNewAccounts(newAccounts);
  else for (const message of await describeUnusedSettings(database.query, config)) log.warn(message);
  const operator = createOperatorAccess();
  const stopping = new AbortController();
  const http = await buildHttp(config, roomshot, {
    generatedPassword: generatedOf(newAccounts),
    recogniseOperator: operator.recognise,
    checkReady: readyUntil(stopping.signal, readiness),
    ...(works && { foreseeSnapshot: records.foresee }),
  });
  const address = await listen(http, config);
  const { operatorEndpoint } = placesIn(config.dataFolder);
  const closeEndpoint = await openOperatorEndpoint(operatorEndpoint, { address, token: operator.token });
  if (works) jobs.start();
  return {
    address,
    http,
    async stop(maxWaitMs) {
      stopping.abort();
      // The queue is drained first, because jobs that it fetches now would have to be returned.
      jobs.queue.drain();
      await closeEndpoint();
      await close(http, maxWaitMs);
    },
  };
}

/**
 * Returns the generated passwords of new accounts. A password of the operator is never shown, because it may be used
 * elsewhere.
 */
const generatedOf = (made: NewAccounts | undefined): string | undefined =>
  made?.given === false ? made.password : undefined;

/** Serves the API to one command while no server runs, on a port and with a token that only the command has. */
export async function serveOperator(
  config: HttpSettings,
  roomshot: Roomshot,
): Promise<{ endpoint: OperatorEndpoint; close: () => Promise<void> }> {
  const operator = createOperatorAccess();
  const http = await buildHttp(config, roomshot, {
    generatedPassword: undefined,
    recogniseOperator: operator.recognise,
    checkReady: async () => {},
  });
  const address = await http.listen({ host: '127.0.0.1', port: 0 });
  return { endpoint: { address, token: operator.token }, close: () => http.close() };
}
