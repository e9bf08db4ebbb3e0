import type { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Database } from '../../../platform/db/database.ts';
import { MediaResponse } from '../../schema/media-response.ts';
import { NoBody } from '../../schema/text-schema.ts';
import { actorOf } from '../../server/access.ts';
import type { RequestDatabase } from '../../server/request-database.ts';

interface BackupRouteParts {
  database: RequestDatabase;
  /** Starts a backup and resolves with its bytes. */
  backUp(actor: string, transaction: Database['transaction']): Promise<Readable>;
}

const MEDIA_TYPE = 'application/zstd';

/** Everything in one file, while the server works. */
export const backupRoutes =
  ({ database, backUp }: BackupRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/admin/backup',
      {
        config: { access: { system: 'setting.manage' }, bound: 'report' },
        schema: {
          tags: ['operations'],
          summary:
            'Back up the whole installation as a Zstandard-compressed tar file. It contains keys and secrets',
          body: NoBody,
          response: { 200: MediaResponse('The backup, streamed while the server creates it', MEDIA_TYPE) },
        },
      },
      async (request, reply) => {
        const bytes = await backUp(actorOf(request).email, database.transactionsOf(request));
        return reply.type(MEDIA_TYPE).send(bytes);
      },
    );
  };
