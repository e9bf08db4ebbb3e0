import {
  createOperatorAccess,
  type OperatorEndpoint,
  openOperatorEndpoint,
} from '../http/server/operator-access.ts';
import type { HttpServer } from '../http/server/server.ts';
import { AppError } from '../platform/kernel/errors.ts';
import type { Roomshot } from './app.ts';
import type { Config } from './config.ts';
import { placesIn } from './data-folder.ts';
import { fillEmptyDatabase, type NewAccounts } from './first-start.ts';
import { buildHttp } from './http.ts';

/** For open requests to finish in. An upload over a poor connection may take ten minutes. */
const STOP_TIMEOUT_MS = 20_000;

export interface RunningServer {
  /** `http://HOST:PORT` */
  address: string;
  /** For tests that need no network. */
  http: HttpServer;
  /** Reports itself as not ready, finishes what runs, and takes nothing new. Slow clients are cut off. */
  stop(maxWaitMs?: number): Promise<void>;
}

/**
 * Starts answering requests and making snapshots.
 * @param onNewAccounts is called as soon as this start has made accounts. The start may still fail, such as for a
 *   port that is taken, and the next one will not know their password
 * @throws AppError `address_not_available`, and from `fillEmptyDatabase`
 */
export async function serve(
  config: Config,
  roomshot: Roomshot,
  onNewAccounts: (made: NewAccounts) => void = () => {},
): Promise<RunningServer> {
  const { database, accounts, jobs, clock } = roomshot;
  const { adminEmail, adminPassword, demonstration } = config;
  const newAccounts = await fillEmptyDatabase(
    { database, users: accounts.users, at: clock() },
    { adminEmail, adminPassword, demonstration },
  );
  if (newAccounts) onNewAccounts(newAccounts);
  let stopping = false;
  const operator = createOperatorAccess();
  const checkReady = async () => {
    if (stopping) throw new AppError('unavailable', 'stopping', 'The server is stopping');
    await database.query.selectFrom('audit_head').select('seq').executeTakeFirst();
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
      // Drained first: jobs that were taken while requests are finished would have to be given back.
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

/** Lets one command reach the API while no server runs: on a port that only it knows, with nothing else. */
export async function serveOperator(
  config: Config,
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
  return http.listen({ host, port }).catch(async (cause: NodeJS.ErrnoException) => {
    await http.close();
    const reason = cause.code === 'EADDRINUSE' ? 'another program uses it' : cause.message;
    throw new AppError(
      'unavailable',
      'address_not_available',
      `The server cannot listen on ${host}:${port}: ${reason}. Choose another with --host and --port.`,
      { cause },
    );
  });
}
