import {
  createOperatorAccess,
  type OperatorEndpoint,
  openOperatorEndpoint,
} from '../http/server/operator-access.ts';
import type { HttpServer } from '../http/server/server.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { hasSystemCode } from '../platform/kernel/system-error.ts';
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

/**
 * How many connections the system accepts while the server is busy. Beyond, it resets connections of clients that
 * believe to be connected. The default of Node.js is 511. The system may permit fewer (`net.core.somaxconn`).
 */
const WAITING_CONNECTIONS = 4096;
/** Time for open requests to finish. An upload over a poor connection may take ten minutes. */
const STOP_TIMEOUT_MS = 20_000;

export interface RunningServer {
  /** `http://HOST:PORT` */
  address: string;
  /** For tests that need no network. */
  http: HttpServer;
  /** Rejects new requests and jobs, and finishes open requests. Slow clients are cut off. */
  stop(maxWaitMs?: number): Promise<void>;
}

/**
 * Starts to answer requests and to make snapshots.
 * @param onNewAccounts is called as soon as the first start has created accounts. The start may still fail, such as
 *   for a port that is in use, and the next start does not know their password
 * @throws AppError `address_not_available`, and from `fillEmptyDatabase`
 */
export async function serve(
  config: HttpSettings & FirstStartSettings & Pick<Config, 'port'>,
  roomshot: Roomshot,
  onNewAccounts: (made: NewAccounts) => void = () => {},
): Promise<RunningServer> {
  const { database, blobs, accounts, jobs, readiness, clock, log } = roomshot;
  const { adminEmail, adminPassword, demonstration } = config;
  const newAccounts = await fillEmptyDatabase(
    { database, blobs, users: accounts.users, at: clock() },
    { adminEmail, adminPassword, demonstration },
  );
  if (newAccounts) onNewAccounts(newAccounts);
  else for (const message of await describeUnusedSettings(database.query, config)) log.warn(message);
  let stopping = false;
  const operator = createOperatorAccess();
  const checkReady = async () => {
    if (stopping) throw new AppError('unavailable', 'stopping', 'The server is stopping');
    await readiness.require();
  };
  const http = await buildHttp(config, roomshot, {
    generatedPassword: generatedOf(newAccounts),
    recogniseOperator: operator.recognise,
    checkReady,
  });
  const address = await listen(http, config);
  const { operatorEndpoint } = placesIn(config.dataFolder);
  const closeEndpoint = await openOperatorEndpoint(operatorEndpoint, { address, token: operator.token });
  jobs.start();
  return {
    address,
    http,
    async stop(maxWaitMs = STOP_TIMEOUT_MS) {
      stopping = true;
      // The queue is drained first, because jobs that it fetches now would have to be returned.
      jobs.queue.drain();
      await closeEndpoint();
      const timer = setTimeout(() => http.server.closeAllConnections(), maxWaitMs);
      await http.close().finally(() => clearTimeout(timer));
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

/** @throws AppError `address_not_available` */
async function listen(http: HttpServer, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
  return http.listen({ host, port, backlog: WAITING_CONNECTIONS }).catch(async (cause: Error) => {
    await http.close();
    const reason = hasSystemCode(cause, 'EADDRINUSE') ? 'another program uses it' : cause.message;
    throw new AppError(
      'unavailable',
      'address_not_available',
      `The server cannot listen on ${host}:${port}: ${reason}. Choose another with --host and --port.`,
      { cause },
    );
  });
}
