import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import {
  addDocumentType,
  editDocumentType,
  viewDocumentType,
} from '../../../clearance/documents/document-type-service.ts';
import { listDocumentTypes } from '../../../clearance/documents/document-type-store.ts';
import { initialValues } from '../../../clearance/vocabulary/field.ts';
import { REQUIREMENT_FIELDS } from '../../../clearance/vocabulary/requirement-fields.ts';
import { DOCUMENT_CATEGORIES } from '../../../clearance/vocabulary/room-words.ts';
import { requestProperties } from '../../schema/field-schema.ts';
import { OptionalNullable } from '../../schema/nullable.ts';
import { TYPE_CODE } from '../../schema/text-pattern.ts';
import { Text } from '../../schema/text-schema.ts';
import { actorOf } from '../../server/access.ts';
import { idempotentWrite } from '../../server/idempotent-write.ts';
import { Name, type RoomRouteParts } from './room-request.ts';
import { DocumentTypeResponse, ItemsOf } from './room-response.ts';

const OneType = Type.Object({ code: Type.String({ maxLength: 50 }) });
const fields = {
  name: Name(255),
  description: OptionalNullable(Text({ maxLength: 2000 })),
  category: Type.Enum([...DOCUMENT_CATEGORIES]),
  ...requestProperties(REQUIREMENT_FIELDS),
};
const NewTypeBody = Type.Object(
  { code: Type.String({ pattern: TYPE_CODE.pattern }), ...fields },
  { additionalProperties: false },
);
const TypePatchBody = Type.Partial(Type.Object(fields), { additionalProperties: false, minProperties: 1 });

/** The routes of document types. */
export const documentTypeRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(documentTypeReadingRoutes(parts));
    await app.register(documentTypeChangingRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['document types'], summary });

const documentTypeReadingRoutes =
  ({ database }: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/document-types',
      {
        config: { access: 'authenticated' },
        schema: {
          ...describe('Every document type, by its code'),
          response: { 200: ItemsOf(DocumentTypeResponse) },
        },
      },
      async () => ({ items: await listDocumentTypes(database.query) }),
    );

    app.get(
      '/document-types/:code',
      {
        config: { access: 'authenticated' },
        schema: {
          ...describe('One document type'),
          params: OneType,
          response: { 200: DocumentTypeResponse },
        },
      },
      ({ params }) => viewDocumentType(database.query, params.code),
    );
  };

const documentTypeChangingRoutes =
  ({ database, clock }: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/document-types',
      {
        config: { access: { system: 'document_type.manage' } },
        schema: {
          ...describe('Add a document type'),
          body: NewTypeBody,
          response: { 201: DocumentTypeResponse },
        },
      },
      (request, reply) =>
        idempotentWrite(database, request, reply, async (tx) => {
          const facts = {
            ...initialValues(REQUIREMENT_FIELDS),
            ...request.body,
            description: request.body.description ?? null,
          };
          const { ...type } = await addDocumentType(tx, actorOf(request), facts, clock());
          return { status: 201, body: type, location: `/api/v1/document-types/${type.code}` };
        }),
    );

    app.patch(
      '/document-types/:code',
      {
        config: { access: { system: 'document_type.manage' } },
        schema: {
          ...describe('Change a document type. Rooms that ask for it already keep what they ask for'),
          params: OneType,
          body: TypePatchBody,
          response: { 200: DocumentTypeResponse },
        },
      },
      (request, reply) =>
        idempotentWrite(database, request, reply, async (tx) => {
          const patch = { code: request.params.code, ...request.body };
          const { ...type } = await editDocumentType(tx, actorOf(request), patch, clock());
          return { status: 200, body: type };
        }),
    );
  };
