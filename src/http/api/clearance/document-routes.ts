import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { type DocumentFilter, searchDocuments } from '../../../clearance/documents/document-search.ts';
import {
  addDocument,
  editDocument,
  removeDocument,
  reviewDocument,
} from '../../../clearance/documents/document-service.ts';
import { viewDocument } from '../../../clearance/documents/document-view.ts';
import { DOCUMENT_FIELDS } from '../../../clearance/vocabulary/document-fields.ts';
import { initialValues } from '../../../clearance/vocabulary/field.ts';
import {
  CRITICALITIES,
  DOCUMENT_CATEGORIES,
  DOCUMENT_STATUSES,
} from '../../../clearance/vocabulary/room-words.ts';
import { requestProperties } from '../../schema/field-schema.ts';
import { Line, Text } from '../../schema/text-schema.ts';
import {
  changeInRoom,
  created,
  deleted,
  InRoom,
  NoteBody,
  ReasonQuery,
  type RoomRouteParts,
  WithReason,
} from './room-request.ts';
import { DeletedResponse, DocumentResponse } from './room-response.ts';
import { addSectionRoutes } from './section-routes.ts';

const OneDocument = Type.Object({ room_id: Type.String(), document_id: Type.String() });
const fields = requestProperties(DOCUMENT_FIELDS);
const { certificate_number, issuer, issued_on, expires_on, no_expiry_stated } = fields;
const versionFacts = { certificate_number, issuer, issued_on, expires_on, no_expiry_stated };
const NewDocumentBody = Type.Object(
  { type_code: Line({ minLength: 1, maxLength: 50 }), ...fields, ...WithReason },
  { additionalProperties: false },
);
const DocumentPatchBody = Type.Partial(Type.Object({ ...fields, ...WithReason }), {
  additionalProperties: false,
  minProperties: 1,
});

const ApprovalBody = Type.Union([
  Type.Object(
    { note: Type.Optional(Text({ maxLength: 2000 })), ...Type.Partial(Type.Object(versionFacts)).properties },
    { additionalProperties: false },
  ),
  Type.Null(),
]);

const DocumentQuery = {
  status: Type.Optional(Type.Enum([...DOCUMENT_STATUSES])),
  category: Type.Optional(Type.Enum([...DOCUMENT_CATEGORIES])),
  criticality: Type.Optional(Type.Enum([...CRITICALITIES])),
  q: Type.Optional(
    Line({
      minLength: 1,
      maxLength: 200,
      description: 'Words that the type, vessel, notes or file name must contain, in any order',
    }),
  ),
  expires_early: Type.Optional(
    Type.Boolean({
      description: 'Only documents that expire before `last_day_needed` of the room, or only the others',
    }),
  ),
};

/** The routes of documents. */
export const documentRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    addSectionRoutes<DocumentFilter>(app, parts, {
      name: 'documents',
      id: 'document_id',
      summary: {
        all: 'The documents of a room, by category, criticality, type and vessel',
        one: 'One document',
      },
      answer: DocumentResponse,
      fields: DOCUMENT_FIELDS,
      query: DocumentQuery,
      list: searchDocuments,
      find: viewDocument,
    });
    await app.register(newDocumentRoutes(parts));
    await app.register(documentChangingRoutes(parts));
    await app.register(documentReviewRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['documents'], summary });

const newDocumentRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/documents',
      {
        config: { access: { room: 'document.write' } },
        schema: {
          ...describe('List a document that the clearance asks for'),
          params: InRoom,
          body: NewDocumentBody,
          response: { 201: DocumentResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { type_code: typeCode, ...input } = request.body;
          const document = await addDocument(
            tx,
            actor,
            { ...initialValues(DOCUMENT_FIELDS), ...input, typeCode },
            at,
          );
          return created('documents', actor.roomId, document);
        }),
    );
  };

const documentChangingRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.patch(
      '/rooms/:room_id/documents/:document_id',
      {
        config: { access: { room: 'document.write' } },
        schema: {
          ...describe('Change a document'),
          params: OneDocument,
          body: DocumentPatchBody,
          response: { 200: DocumentResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => ({
          body: await editDocument(
            tx,
            actor,
            { documentId: request.params.document_id, ...request.body },
            at,
          ),
        })),
    );

    app.delete(
      '/rooms/:room_id/documents/:document_id',
      {
        config: { access: { room: 'document.write' } },
        schema: {
          ...describe('Remove a document'),
          params: OneDocument,
          querystring: ReasonQuery,
          response: { 200: DeletedResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          await removeDocument(tx, actor, { documentId: request.params.document_id, ...request.query }, at);
          return deleted('Document', request.params.document_id);
        }),
    );
  };

const documentReviewRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/documents/:document_id/approve',
      {
        config: { access: { room: 'document.review' } },
        schema: {
          ...describe(
            'Approve the newest version of a document. Facts that nobody stated yet can be stated with it',
          ),
          params: OneDocument,
          body: ApprovalBody,
          response: { 200: DocumentResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { note, ...facts } = request.body ?? {};
          const review = {
            documentId: request.params.document_id,
            decision: 'approved',
            note,
            facts,
          } as const;
          return { body: await reviewDocument(tx, actor, review, at) };
        }),
    );

    app.post(
      '/rooms/:room_id/documents/:document_id/reject',
      {
        config: { access: { room: 'document.review' } },
        schema: {
          ...describe('Reject the newest version of a document, with the reason as a note'),
          params: OneDocument,
          body: NoteBody,
          response: { 200: DocumentResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { document_id: documentId } = request.params;
          const review = { documentId, decision: 'rejected', note: request.body?.note } as const;
          return { body: await reviewDocument(tx, actor, review, at) };
        }),
    );
  };
