import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Cleanup } from '../../../operations/cleanup/cleanup.ts';
import { NoBody } from '../../schema/text-schema.ts';
import { type AccessControl, actorOf, admit } from '../../server/access.ts';

const Removed = {
  items: Type.Integer(),
  bytes: Type.Integer({ description: 'The size of the removed files' }),
};
const CleanupResponse = Type.Object({
  dry_run: Type.Boolean(),
  ...Removed,
  steps: Type.Array(Type.Object({ name: Type.String(), ...Removed })),
});

interface CleanupRouteParts {
  cleanup: Cleanup;
  accessControl: AccessControl;
}

/** Cleaning up at once instead of at night. */
export const cleanupRoutes =
  ({ cleanup, accessControl }: CleanupRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/admin/cleanup',
      {
        config: { access: { system: 'setting.manage' }, allowedOnFullDisk: true, bound: 'report' },
        schema: {
          tags: ['operations'],
          summary: 'Run the clean-up, and report the removed data',
          querystring: Type.Object(
            { dry_run: Type.Boolean({ default: false, description: 'Only report what would be removed' }) },
            { additionalProperties: false },
          ),
          body: NoBody,
          response: { 200: CleanupResponse },
        },
      },
      (request) =>
        cleanup.run({
          actor: actorOf(request).email,
          dryRun: request.query.dry_run,
          admit: () => admit(accessControl, request),
        }),
    );
  };
