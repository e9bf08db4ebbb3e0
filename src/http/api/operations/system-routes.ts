import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AppError } from '../../../platform/kernel/errors.ts';

interface SystemRouteParts {
  /** @throws AppError if this process must be restarted */
  checkAlive(): void;
  /** @throws AppError if this process should get no requests now */
  checkReady(): Promise<void>;
}

const Well = Type.Object({ status: Type.String() });

/** The routes for monitoring: liveness and readiness. */
export const systemRoutes =
  ({ checkAlive, checkReady }: SystemRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const describe = (summary: string) => ({
      tags: ['system'],
      summary,
      security: [],
      response: { 200: Well },
    });

    app.get(
      '/healthz',
      { config: { access: 'public', rateLimit: false, bound: 'none' }, schema: describe('Alive') },
      async () => {
        checkAlive();
        return { status: 'ok' };
      },
    );

    const readiness = [
      { url: '/readyz', summary: 'Ready for requests', status: 'ready' },
      {
        url: '/health',
        summary: 'Ready for requests, at the address that monitors of the hub know',
        status: 'healthy',
      },
    ];
    for (const { url, summary, status } of readiness) {
      app.get(
        url,
        { config: { access: 'public', rateLimit: false, bound: 'none' }, schema: describe(summary) },
        async () => {
          await checkReady().catch((cause: unknown) => {
            const why = cause instanceof AppError ? `: ${cause.reason}` : '';
            const text = `Not ready for requests${why}`;
            throw new AppError('unavailable', 'not_ready', text, { cause, retryAfterSeconds: 2 });
          });
          return { status };
        },
      );
    }
  };

/** The description of the API for machines. */
export const descriptionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
};
