import type { FastifyInstance } from 'fastify';
import type { RequestSample } from '../metrics/metrics-recorder.ts';

/** The route of a request that no route is for: its path may be anything. */
const NO_ROUTE = '(none)';

/** Has every answer recorded, refusals and errors too. */
export function recordRequests(app: FastifyInstance, record: (sample: RequestSample) => void): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? NO_ROUTE;
    record({ method, route, status: reply.statusCode, durationMs: reply.elapsedTime });
    request.log.debug(
      { method, route, status: reply.statusCode, duration_ms: reply.elapsedTime },
      'request answered',
    );
    done();
  });
}
