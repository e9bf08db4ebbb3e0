import type { HttpServer } from '../http/server/plain-server.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { hasSystemCode } from '../platform/kernel/system-error.ts';
import type { Config } from './config.ts';

/**
 * How many connections the system accepts while the server is busy. Beyond, it resets connections of clients that
 * believe to be connected. The default of Node.js is 511. The system may permit fewer (`net.core.somaxconn`).
 */
const WAITING_CONNECTIONS = 4096;
/** Time for open requests to finish. An upload over a poor connection may take ten minutes. */
const STOP_TIMEOUT_MS = 20_000;

/** @throws AppError `address_not_available` */
export async function listen(
  http: HttpServer,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<string> {
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

/** Finishes open requests. Slow clients are cut off. */
export async function close(http: HttpServer, maxWaitMs = STOP_TIMEOUT_MS): Promise<void> {
  const timer = setTimeout(() => http.server.closeAllConnections(), maxWaitMs);
  await http.close().finally(() => clearTimeout(timer));
}
