import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import {
  addRequirement,
  editRequirement,
  removeRequirement,
} from '../../../clearance/documents/requirement-service.ts';
import { REQUIREMENT_FIELDS } from '../../../clearance/vocabulary/requirement-fields.ts';
import { requestProperties } from '../../schema/field-schema.ts';
import { Line } from '../../schema/text-schema.ts';
import {
  changeInRoom,
  created,
  deleted,
  InRoom,
  ReasonQuery,
  type RoomRouteParts,
  WithReason,
} from './room-request.ts';
import { DeletedResponse, RequirementResponse } from './room-response.ts';
import { addSectionRoutes, fromState } from './section-routes.ts';

const OneRequirement = Type.Object({ room_id: Type.String(), requirement_id: Type.String() });
const fields = requestProperties(REQUIREMENT_FIELDS);
const NewRequirementBody = Type.Object(
  { type_code: Line({ minLength: 1, maxLength: 50 }) },
  { additionalProperties: false },
);
const RequirementPatchBody = Type.Partial(Type.Object({ ...fields, ...WithReason }), {
  additionalProperties: false,
  minProperties: 1,
});

/** The routes of requirements. */
export const requirementRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    addSectionRoutes(app, parts, {
      ...fromState('requirements'),
      name: 'requirements',
      id: 'requirement_id',
      summary: { all: 'The document types that a room asks for', one: 'One requirement' },
      answer: RequirementResponse,
      fields: REQUIREMENT_FIELDS,
    });
    await app.register(requirementChangingRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['requirements'], summary });
const config = { access: { room: 'document.write' } } as const;

const requirementChangingRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/requirements',
      {
        config,
        schema: {
          ...describe('Ask for a type of document, of the operation or of each vessel that it belongs to'),
          params: InRoom,
          body: NewRequirementBody,
          response: { 201: RequirementResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) =>
          created('requirements', actor.roomId, await addRequirement(tx, actor, request.body.type_code, at)),
        ),
    );

    app.patch(
      '/rooms/:room_id/requirements/:requirement_id',
      {
        config,
        schema: {
          ...describe('Change what a room asks for with a type of document. Less than before needs a reason'),
          params: OneRequirement,
          body: RequirementPatchBody,
          response: { 200: RequirementResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const patch = { requirementId: request.params.requirement_id, ...request.body };
          return { body: await editRequirement(tx, actor, patch, at) };
        }),
    );

    app.delete(
      '/rooms/:room_id/requirements/:requirement_id',
      {
        config,
        schema: {
          ...describe('Ask no longer for a type of document. Its documents are removed from the list'),
          params: OneRequirement,
          querystring: ReasonQuery,
          response: { 200: DeletedResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { requirement_id: requirementId } = request.params;
          await removeRequirement(tx, actor, { requirementId, ...request.query }, at);
          return deleted('Requirement', requirementId);
        }),
    );
  };
