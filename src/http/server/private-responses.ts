import type { FastifyInstance } from 'fastify';

/**
 * Forbids browsers and proxies to store responses, errors included. Only routes that state another `Cache-Control`,
 * such as those of the assets of the web application, allow it.
 */
export function keepResponsesPrivate(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
