import type { FastifyPluginAsync } from 'fastify';
import { boundRequests } from './bounds.ts';
import { buildPlainServer, type HttpServer, type PlainServerOptions } from './plain-server.ts';

/** Builds the web server of a process that only works. All its routes are public, and none belongs to the API. */
export async function buildHealthServer({
  routes,
  ...options
}: PlainServerOptions & { routes: readonly FastifyPluginAsync[] }): Promise<HttpServer> {
  const app = await buildPlainServer(options);
  boundRequests(app);
  for (const some of routes) await app.register(some);
  return app;
}
