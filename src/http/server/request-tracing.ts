import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestSpan, Tracing } from '../../platform/tracing/tracing.ts';

/** Shows every request as a span, refusals and errors too. */
export function traceRequests(app: FastifyInstance, tracing: Pick<Tracing, 'startRequest'>): void {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, id: requestId, routeOptions } = request;
    spans.set(request, tracing.startRequest({ method, route: routeOptions.url, headers, requestId }));
    done();
  });
  // Not earlier: reading the body leaves what a hook before it has entered.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) span.run(done);
    else done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    spans.get(request)?.end(reply.statusCode);
    done();
  });
}
