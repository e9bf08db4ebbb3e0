import { timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../platform/kernel/errors.ts';
import { sha256 } from '../../../platform/kernel/hash.ts';
import type { PrometheusMetrics } from '../../../platform/metrics/prometheus.ts';
import { MediaResponse } from '../../schema/media-response.ts';
import { isLoopback, namesThisMachine } from '../../server/local-request.ts';

interface PrometheusRouteParts {
  prometheus: Pick<PrometheusMetrics, 'contentType' | 'expose'>;
  /** Who has it may read; without one, programs on this machine may. */
  token: string | undefined;
  /**
   * The number of reverse proxies in front of the server. Behind one, the local address of a peer does not identify the
   * client.
   */
  proxies: number;
}

export const prometheusRoutes =
  ({ prometheus, ...guard }: PrometheusRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/metrics',
      {
        config: { access: 'public' },
        schema: {
          tags: ['metrics'],
          summary:
            'Read the metrics of this process for Prometheus, from this machine or with the metrics token',
          security: [{}, { metrics_token: [] }],
          response: { 200: MediaResponse('Metrics in the text format of Prometheus', 'text/plain') },
        },
      },
      async (request, reply) => {
        requireScraper(request, guard);
        return reply.type(prometheus.contentType).send(await prometheus.expose());
      },
    );
  };

/** @throws AppError `not_authenticated`, `not_local` */
function requireScraper(
  request: FastifyRequest,
  { token, proxies }: Omit<PrometheusRouteParts, 'prometheus'>,
): void {
  if (token !== undefined) {
    const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    // Compare hashes: they have equal length, so the comparison reveals nothing about the token.
    if (timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(token)))) return;
    throw new AppError('unauthenticated', 'not_authenticated', 'Not authenticated');
  }
  const isDirect = proxies === 0 && namesThisMachine(request);
  if (isDirect && isLoopback(request.socket.remoteAddress ?? '')) return;
  throw new AppError(
    'forbidden',
    'not_local',
    'Metrics are for programs on the machine of the server, at an address such as http://127.0.0.1 or http://localhost. To read them from elsewhere or through a proxy, set ROOMSHOT_METRICS_TOKEN and send it as a bearer token.',
  );
}
