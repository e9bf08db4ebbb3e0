import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Cleanup } from '../../../operations/cleanup/cleanup.ts';
import { NoBody } from '../../schema/text-schema.ts';
import { type AccessControl, actorOf, admit } from '../../server/access.ts';

const Removed = {
  items: Type.Integer(),
  bytes: Type.Integer({ description: 'The size of the files' }),
};
const CleanupResponse = Type.Object({
  dry_run: Type.Boolean(),
  ...Removed,
  steps: Type.Array(Type.Object({ name: Type.String(), ...Removed })),
  held_back: Type.Array(
    Type.Object({
      name: Type.String({ description: 'Name of the step' }),
      ...Removed,
      of: Type.Integer({ description: 'All files of this kind' }),
    }),
    {
      description:
        'Files that were not removed, because they are more than half of all files, or none is needed',
    },
  ),
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
            {
              dry_run: Type.Boolean({ default: false, description: 'Only report what would be removed' }),
              confirmed_files: Type.Integer({
                default: 0,
                minimum: 0,
                description: 'Remove held-back files too, if a step holds back at most this number',
              }),
            },
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
          confirmedFiles: request.query.confirmed_files,
          admit: () => admit(accessControl, request),
        }),
    );
  };
