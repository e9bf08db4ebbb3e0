import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Cleanup } from '../../../operations/cleanup/cleanup.ts';
import { NoBody } from '../../schema/text-schema.ts';
import { actorOf } from '../../server/access.ts';

const Removed = { items: Type.Integer(), bytes: Type.Integer({ description: 'Of files that were removed' }) };
const CleanupResponse = Type.Object({
  dry_run: Type.Boolean(),
  ...Removed,
  steps: Type.Array(Type.Object({ name: Type.String(), ...Removed })),
});

/** Cleaning up at once instead of at night. */
export const cleanupRoutes =
  ({ cleanup }: { cleanup: Cleanup }): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/admin/cleanup',
      {
        config: { access: { system: 'setting.manage' }, allowedOnFullDisk: true },
        schema: {
          tags: ['operations'],
          summary: 'Remove what nobody needs any more, and say what it was',
          querystring: Type.Object(
            { dry_run: Type.Boolean({ default: false, description: 'Only tell what would be removed' }) },
            { additionalProperties: false },
          ),
          body: NoBody,
          response: { 200: CleanupResponse },
        },
      },
      (request) => cleanup.run({ actor: actorOf(request).email, dryRun: request.query.dry_run }),
    );
  };
