import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { searchDocuments } from '../../../clearance/documents/document-search.ts';
import {
  addDocument,
  type DocumentInput,
  editDocument,
  removeDocument,
  reviewDocument,
} from '../../../clearance/documents/document-service.ts';
import {
  CRITICALITIES,
  DOCUMENT_CATEGORIES,
  DOCUMENT_PRIORITIES,
  DOCUMENT_STATUSES,
} from '../../../clearance/vocabulary/room-words.ts';
import { Line, Text } from '../../schema/text-schema.ts';
import {
  changeInRoom,
  created,
  Day,
  deleted,
  InRoom,
  NoteBody,
  OptionalNullable,
  type RoomRouteParts,
} from './room-request.ts';
import { DeletedResponse, DocumentResponse } from './room-response.ts';
import { addSectionRoutes } from './section-routes.ts';

const OneDocument = Type.Object({ room_id: Type.String(), document_id: Type.String() });
const fields = {
  vessel_id: OptionalNullable(Type.String({ format: 'uuid' })),
  status: Type.Optional(Type.Enum([...DOCUMENT_STATUSES])),
  priority: Type.Optional(Type.Enum([...DOCUMENT_PRIORITIES])),
  critical_path: Type.Optional(Type.Boolean()),
  expires_on: OptionalNullable(Day),
  notes: OptionalNullable(Text({ maxLength: 10_000 })),
};
const NewDocumentBody = Type.Object(
  { type_code: Line({ minLength: 1, maxLength: 50 }), ...fields },
  { additionalProperties: false },
);
const DocumentPatchBody = Type.Object(fields, { additionalProperties: false, minProperties: 1 });

const DocumentQuery = Type.Object(
  {
    status: Type.Optional(Type.Enum([...DOCUMENT_STATUSES])),
    category: Type.Optional(Type.Enum([...DOCUMENT_CATEGORIES])),
    criticality: Type.Optional(Type.Enum([...CRITICALITIES])),
    q: Type.Optional(
      Line({ minLength: 1, maxLength: 200, description: 'Part of type, vessel, notes or file name' }),
    ),
    expires_early: Type.Optional(
      Type.Boolean({ description: 'Whether they expire before `last_day_needed` of the room' }),
    ),
  },
  { additionalProperties: false },
);

const DEFAULTS: DocumentInput = {
  ...{ vessel_id: null, status: 'missing', priority: 'normal', critical_path: false },
  ...{ expires_on: null, notes: null },
};

/** What a clearance rests on. */
export const documentRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    addSectionRoutes<Static<typeof DocumentQuery>>(app, parts, {
      name: 'documents',
      id: 'document_id',
      summary: {
        all: 'The documents of a room, by category, criticality, type and vessel',
        one: 'One document',
      },
      answer: DocumentResponse,
      search: {
        schema: DocumentQuery,
        find: (db, roomId, { expires_early: expiresEarly, ...filter }, at) =>
          searchDocuments(db, roomId, { ...filter, expiresEarly }, at),
      },
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
          const document = await addDocument(tx, actor, { ...DEFAULTS, ...input, typeCode }, at);
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
      { verb: 'reject', decision: 'rejected', summary: 'Reject a document, with a note that says why' },
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
