import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { networkOf } from '../../people/login/login-limits.ts';
import type { RequestSample } from '../../platform/metrics/metrics-recorder.ts';
import type { Tracing } from '../../platform/tracing/tracing.ts';
import { allowOrigins } from './cross-origin.ts';
import { keepResponsesPrivate } from './private-responses.ts';
import { answerError, answerErrors } from './problem.ts';
import { RateLimitStore } from './rate-limit-store.ts';
import { recordRequests } from './request-metrics.ts';
import { traceRequests } from './request-tracing.ts';
import { applySchemas } from './schemas.ts';
import { endStalledAnswers } from './stalled-answers.ts';
import { dropUnusedConnections } from './unused-connections.ts';

/** A web server, not listening yet. */
export type HttpServer = FastifyInstance;

export interface PlainServerOptions {
  logger: FastifyBaseLogger;
  corsOrigins: readonly string[];
  /** How many reverse proxies stand in front. */
  proxies: number;
  /** Requests that one address may make in a minute. */
  requestsPerMinute: number;
  /** How long a client may read nothing of an answer that waits for it. */
  maxStallMs: number;
  /** Called with every answered request. */
  recordRequest(sample: RequestSample): void;
  tracing: Tracing | undefined;
}

const MAX_BODY_SIZE = 1_000_000;
/** For a request to arrive whole: the largest upload over a poor connection. */
const SLOWEST_REQUEST_MS = 10 * 60_000;

/** Builds a web server without routes and without access control: errors, headers, limits and records of requests. */
export async function buildPlainServer(options: PlainServerOptions): Promise<HttpServer> {
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY_SIZE,
    requestTimeout: SLOWEST_REQUEST_MS,
    trustProxy: (_address, hop) => hop < options.proxies,
    exposeHeadRoutes: true,
    frameworkErrors: answerError,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  });
  answerErrors(app);
  applySchemas(app);
  recordRequests(app, options.recordRequest);
  if (options.tracing) traceRequests(app, options.tracing);
  dropUnusedConnections(app);
  endStalledAnswers(app, options.maxStallMs);
  keepResponsesPrivate(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  await app.register(helmet, { contentSecurityPolicy: false });
  await allowOrigins(app, options.corsOrigins);
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    store: RateLimitStore,
    enableDraftSpec: true,
    keyGenerator: ({ ip }) => networkOf(ip),
  });
  return app;
}
