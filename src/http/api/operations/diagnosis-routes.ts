import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Finding } from '../../../operations/diagnosis/finding.ts';

const FindingResponse = Type.Object({
  check: Type.String(),
  level: Type.Enum(['ok', 'warning', 'error']),
  text: Type.String(),
  remedy: Type.Union([Type.String(), Type.Null()], { description: 'The remedy' }),
});

/** The route of the checks that need the process with the database. */
export const diagnosisRoutes =
  ({ checkData }: { checkData(options: { all: boolean }): Promise<Finding[]> }): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/admin/diagnosis',
      {
        config: { access: { system: 'setting.manage' }, bound: 'report' },
        schema: {
          tags: ['operations'],
          summary: 'Check the database, the audit log, the clock, the queue and a sample of the files',
          querystring: Type.Object({
            all: Type.Boolean({ default: false, description: 'Read all entries and all files' }),
          }),
          response: { 200: Type.Object({ findings: Type.Array(FindingResponse) }) },
        },
      },
      async ({ query }) => ({ findings: await checkData(query) }),
    );
  };
