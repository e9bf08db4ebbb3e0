import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RequestSample } from '../../platform/metrics/metrics-recorder.ts';

/** The route of a request that no route is for: its path may be anything. */
const NO_ROUTE = '(none)';

/** Records every response, refusals and errors too. Event streams are left out, because they last as long as a client listens. */
export function recordRequests(app: FastifyInstance, record: (sample: RequestSample) => void): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? NO_ROUTE;
    if (!isEventStream(reply)) {
      record({ method, route, status: reply.statusCode, durationMs: reply.elapsedTime });
    }
    request.log.debug(
      { method, route, status: reply.statusCode, duration_ms: reply.elapsedTime },
      'request answered',
    );
    done();
  });
}

/**
 * Returns whether a response is an event stream. It reads the raw response, because the framework does not have the
 * headers of a hijacked one.
 */
const isEventStream = ({ raw }: FastifyReply): boolean =>
  raw.getHeader('content-type') === 'text/event-stream';
