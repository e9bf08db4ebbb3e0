import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AppError } from '../../../platform/kernel/errors.ts';

interface SystemRouteParts {
  /** @throws AppError if this process should get no requests now */
  checkReady(): Promise<void>;
}

const Well = Type.Object({ status: Type.String() });

/** The routes for monitoring: liveness and readiness. */
export const systemRoutes =
  ({ checkReady }: SystemRouteParts): FastifyPluginAsyncTypebox =>
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
      async () => ({ status: 'ok' }),
    );

    app.get(
      '/readyz',
      {
        config: { access: 'public', rateLimit: false, bound: 'none' },
        schema: describe('Ready for requests'),
      },
      async () => {
        await checkReady().catch((cause) => {
          throw new AppError('unavailable', 'not_ready', 'Not ready for requests', {
            cause,
            retryAfterSeconds: 2,
          });
        });
        return { status: 'ready' };
      },
    );
  };

/** The description of the API for machines. */
export const descriptionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
};
