import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { MAX_DOCUMENT_FILE_SIZE } from '../../../clearance/documents/document-file-service.ts';
import { ROLES, type Role } from '../../../people/permissions/roles.ts';
import { namesThisMachine } from '../../server/local-request.ts';

interface DemonstrationAccount {
  email: string;
  name: string;
  role: Role;
}

interface AboutRouteParts {
  version: string;
  /** `null` if the server does not run the demonstration. */
  describeDemonstration(): Promise<{
    accounts: DemonstrationAccount[];
    password: string | null;
  } | null>;
}

const RoleName = Type.Enum([...ROLES]);
const AboutResponse = Type.Object({
  name: Type.String(),
  version: Type.String(),
  largest_document_file: Type.Integer({
    description: 'The maximum size of the file of a document, in bytes',
  }),
  demonstration: Type.Union([
    Type.Object({
      accounts: Type.Array(
        Type.Object(
          { email: Type.String(), name: Type.String(), role: RoleName },
          { description: 'Account' },
        ),
      ),
      password: Type.Union([Type.String(), Type.Null()], {
        description:
          'The password of each account. Null unless this start generated it and the server is reachable from this machine only',
      }),
    }),
    Type.Null(),
  ]),
});

/** The route with the data that a client needs before the log-in. */
export const aboutRoutes =
  ({ version, describeDemonstration }: AboutRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/about',
      {
        config: { access: 'public' },
        schema: {
          tags: ['system'],
          summary: 'Read the facts about this server',
          security: [],
          response: { 200: AboutResponse },
        },
      },
      async (request) => {
        const demonstration = await describeDemonstration();
        return {
          name: 'Roomshot',
          version,
          largest_document_file: MAX_DOCUMENT_FILE_SIZE,
          demonstration: demonstration && {
            ...demonstration,
            password: namesThisMachine(request) ? demonstration.password : null,
          },
        };
      },
    );
  };
