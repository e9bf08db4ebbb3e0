import multipart from '@fastify/multipart';
import swaggerUi from '@fastify/swagger-ui';
import underPressure from '@fastify/under-pressure';
import type { FastifyPluginAsync } from 'fastify';
import { AppError } from '../../platform/kernel/errors.ts';
import { type AccessControl, guardRoutes } from './access.ts';
import { describeApi } from './api-description.ts';
import { limitBodyTime } from './body-deadline.ts';
import { boundRequests } from './bounds.ts';
import { DOCUMENTATION_POLICY } from './content-security-policy.ts';
import { readJsonBodies } from './json-body.ts';
import { endAnswersWithoutRights, type Revocations } from './open-answers.ts';
import { buildPlainServer, type HttpServer, type PlainServerOptions } from './plain-server.ts';

interface ServerOptions extends PlainServerOptions {
  accessControl: AccessControl;
  revocations: Revocations;
  /** The routes below `/api/v1`. */
  routes: readonly FastifyPluginAsync[];
  /** Routes beside the API, such as the ones that watch over the server. */
  rootRoutes: readonly FastifyPluginAsync[];
  version: string;
  /** How late the event loop may be before requests are refused. */
  maxEventLoopDelayMs: number;
  /** Resolves when all that the database has shown so far is on the disk. */
  flushed(): Promise<void>;
  /** @throws AppError `storage_full` if there is no room for anything new, and for every other obstacle to changes */
  requireReadyForChange(): Promise<void>;
  /** Makes room for a change that frees space, if there is none at all. */
  makeRoom(): Promise<void>;
}

const MAX_UPLOAD_SIZE = 25 * 1024 * 1024;
/** For a body without a file to arrive: a megabyte over a poor connection. */
const SLOWEST_BODY_MS = 20_000;
/** What a full disk refuses, unless a route says otherwise: logging in, cleaning up and deleting go on. */
const ADDING: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** Builds the web server with the parts that all routes share: errors, access, limits, headers and documentation. */
export async function buildServer(options: ServerOptions): Promise<HttpServer> {
  const app = await buildPlainServer(options);
  app.removeContentTypeParser('text/plain');
  readJsonBodies(app);
  guardRoutes(app, options.accessControl);
  boundRequests(app);
  limitBodyTime(app, SLOWEST_BODY_MS);
  endAnswersWithoutRights(app, options.accessControl, options.revocations);
  app.addHook('onRequest', async ({ method, routeOptions: { config } }) => {
    const adds = config.access !== 'public' && config.access !== 'optional' && !config.allowedOnFullDisk;
    if (adds && ADDING.includes(method)) await options.requireReadyForChange();
    else if (method === 'DELETE' || ADDING.includes(method)) await options.makeRoom();
  });
  await app.register(underPressure, {
    maxEventLoopDelay: options.maxEventLoopDelayMs,
    // A second of which nothing is known counts as an endless delay there, and may have been a short one.
    async pressureHandler(_request, _reply, _type, value) {
      if (value !== Number.POSITIVE_INFINITY) throw overloaded();
    },
  });
  await app.register(multipart, { limits: { files: 1, fields: 10, fileSize: MAX_UPLOAD_SIZE } });
  await describeApi(app, options.version);
  await app.register(durableRoutes(options), { prefix: '/api/v1' });
  for (const routes of options.rootRoutes) await app.register(routes);
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: DOCUMENTATION_POLICY });
  return app;
}

/** The routes of the API. A response may show a change of another request, which must be on the disk first. */
const durableRoutes =
  ({ routes, flushed }: Pick<ServerOptions, 'routes' | 'flushed'>): FastifyPluginAsync =>
  async (api) => {
    api.addHook('onSend', async () => flushed());
    for (const some of routes) await api.register(some);
  };

const overloaded = () =>
  new AppError(
    'unavailable',
    'overloaded',
    'The server is overloaded. Nothing was changed. Try again in a moment.',
    { retryAfterSeconds: 5 },
  );
