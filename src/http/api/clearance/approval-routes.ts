import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import {
  askForApproval,
  decideApproval,
  liftSubject,
  revokeApproval,
} from '../../../clearance/parties/approval-service.ts';
import { APPROVAL_FIELDS } from '../../../clearance/vocabulary/party-fields.ts';
import { APPROVAL_CONCERNS } from '../../../clearance/vocabulary/room-words.ts';
import { OptionalNullable } from '../../schema/nullable.ts';
import { Text } from '../../schema/text-schema.ts';
import { changeInRoom, created, InRoom, NoteBody, type RoomRouteParts } from './room-request.ts';
import { ApprovalResponse } from './room-response.ts';
import { addSectionRoutes, fromState } from './section-routes.ts';

const OneApproval = Type.Object({ room_id: Type.String(), approval_id: Type.String() });
const Id = Type.String({ format: 'uuid' });
const AskBody = Type.Object(
  {
    party_id: Id,
    vessel_id: OptionalNullable(Id),
    concerns: Type.Optional(Type.Enum([...APPROVAL_CONCERNS])),
  },
  { additionalProperties: false },
);

const OneSubject = Type.Object({
  room_id: Type.String(),
  approval_id: Type.String(),
  subject_id: Type.String(),
});
const ApproveBody = Type.Union([
  Type.Object(
    {
      note: Type.Optional(Text({ maxLength: 2000 })),
      subjects: Type.Optional(
        Type.Array(Text({ minLength: 1, maxLength: 500 }), {
          maxItems: 20,
          description:
            'Conditions of the approval, one sentence each. Until they are lifted, they are findings',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  Type.Null(),
]);
const LiftBody = Type.Object(
  { reason: Text({ minLength: 1, maxLength: 2000 }) },
  { additionalProperties: false },
);

/** The routes of approvals. */
export const approvalRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    addSectionRoutes(app, parts, {
      ...fromState('approvals'),
      name: 'approvals',
      id: 'approval_id',
      summary: { all: 'The approvals of a room, by role and name of the party', one: 'One approval' },
      answer: ApprovalResponse,
      fields: APPROVAL_FIELDS,
    });
    await app.register(approvalRequestRoutes(parts));
    await app.register(approvalDecisionRoutes(parts));
    await app.register(approvalUndoingRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['approvals'], summary });

const approvalRequestRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/approvals',
      {
        config: { access: { room: 'party.manage' } },
        schema: {
          ...describe('Ask a party for a further approval, such as of one vessel'),
          params: InRoom,
          body: AskBody,
          response: { 201: ApprovalResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { party_id: partyId, vessel_id: vesselId = null, concerns } = request.body;
          return created(
            'approvals',
            actor.roomId,
            await askForApproval(tx, actor, { partyId, vesselId, concerns }, at),
          );
        }),
    );
  };

const approvalDecisionRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { access: { room: 'approval.give' } } as const;
    app.post(
      '/rooms/:room_id/approvals/:approval_id/approve',
      {
        config,
        schema: {
          ...describe('Give your approval of the room as it stands. An administrator can give any approval'),
          params: OneApproval,
          body: ApproveBody,
          response: { 200: ApprovalResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { approval_id: approvalId } = request.params;
          const decision = { approvalId, status: 'approved', ...request.body } as const;
          return { body: await decideApproval(tx, actor, decision, at) };
        }),
    );

    app.post(
      '/rooms/:room_id/approvals/:approval_id/reject',
      {
        config,
        schema: {
          ...describe('Refuse your approval, with the reason as a note'),
          params: OneApproval,
          body: NoteBody,
          response: { 200: ApprovalResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { approval_id: approvalId } = request.params;
          const decision = { approvalId, status: 'rejected', note: request.body?.note } as const;
          return { body: await decideApproval(tx, actor, decision, at) };
        }),
    );
  };

const approvalUndoingRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/approvals/:approval_id/subjects/:subject_id/lift',
      {
        config: { access: { room: 'approval.lift' } },
        schema: {
          ...describe('Lift a subject of an approval'),
          params: OneSubject,
          body: LiftBody,
          response: { 200: ApprovalResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { approval_id: approvalId, subject_id: subjectId } = request.params;
          const lifting = { approvalId, subjectId, reason: request.body.reason };
          return { body: await liftSubject(tx, actor, lifting, at) };
        }),
    );

    app.post(
      '/rooms/:room_id/approvals/:approval_id/revoke',
      {
        config: { access: { room: 'approval.revoke' } },
        schema: {
          ...describe('Make a decided approval pending again'),
          params: OneApproval,
          body: NoteBody,
          response: { 200: ApprovalResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const target = { approvalId: request.params.approval_id, note: request.body?.note };
          return { body: await revokeApproval(tx, actor, target, at) };
        }),
    );
  };
