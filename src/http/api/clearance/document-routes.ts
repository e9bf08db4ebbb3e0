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
import { Line } from '../../schema/text-schema.ts';
import { changeInRoom, created, deleted, InRoom, NoteBody, type RoomRouteParts } from './room-request.ts';
import { DeletedResponse, DocumentResponse } from './room-response.ts';
import { addSectionRoutes } from './section-routes.ts';

const OneDocument = Type.Object({ room_id: Type.String(), document_id: Type.String() });
const fields = requestProperties(DOCUMENT_FIELDS);
const NewDocumentBody = Type.Object(
  { type_code: Line({ minLength: 1, maxLength: 50 }), ...fields },
  { additionalProperties: false },
);
const DocumentPatchBody = Type.Partial(Type.Object(fields), {
  additionalProperties: false,
  minProperties: 1,
});

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
        schema: { ...describe('Remove a document'), params: OneDocument, response: { 200: DeletedResponse } },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          await removeDocument(tx, actor, request.params.document_id, at);
          return deleted('Document', request.params.document_id);
        }),
    );
  };

const documentReviewRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const reviews = [
      { verb: 'approve', decision: 'approved', summary: 'Approve a document' },
      { verb: 'reject', decision: 'rejected', summary: 'Reject a document, with the reason as a note' },
    ] as const;
    for (const { verb, decision, summary } of reviews) {
      app.post(
        `/rooms/:room_id/documents/:document_id/${verb}`,
        {
          config: { access: { room: 'document.review' } },
          schema: {
            ...describe(summary),
            params: OneDocument,
            body: NoteBody,
            response: { 200: DocumentResponse },
          },
        },
        (request, reply) =>
          changeInRoom(parts, request, reply, async (tx, actor, at) => {
            const review = { documentId: request.params.document_id, decision, note: request.body?.note };
            return { body: await reviewDocument(tx, actor, review, at) };
          }),
      );
    }
  };
