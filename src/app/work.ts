import { buildHealthServer } from '../http/server/health-server.ts';
import type { Roomshot } from './app.ts';
import type { Config } from './config.ts';
import { type HttpSettings, watchRoutes } from './http.ts';
import { close, listen } from './listen.ts';
import { readyUntil } from './readiness.ts';

interface RunningWorker {
  /** Of the health checks: `http://HOST:PORT` */
  address: string;
  /** Starts no more jobs, and ends the health checks. Running jobs continue until Roomshot is disposed of. */
  stop(): Promise<void>;
}

/**
 * Starts to make snapshots, and answers health checks.
 * @throws AppError `address_not_available`
 */
export async function work(
  config: HttpSettings & Pick<Config, 'port'>,
  roomshot: Roomshot,
): Promise<RunningWorker> {
  const { jobs, metrics, readiness, tracing, log } = roomshot;
  const { corsOrigins, proxies, requestsPerMinute, maxStallMs } = config;
  const stopping = new AbortController();
  const http = await buildHealthServer({
    routes: watchRoutes(config, roomshot, { checkReady: readyUntil(stopping.signal, readiness) }),
    recordRequest: metrics.record.request,
    logger: log,
    ...{ corsOrigins, proxies, requestsPerMinute, maxStallMs, tracing },
  });
  const address = await listen(http, config);
  jobs.start();
  return {
    address,
    async stop() {
      stopping.abort();
      jobs.queue.drain();
      await close(http);
    },
  };
}
