import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import {
  askForApproval,
  decideApproval,
  revokeApproval,
} from '../../../clearance/parties/approval-service.ts';
import { APPROVAL_FIELDS } from '../../../clearance/vocabulary/party-fields.ts';
import { OptionalNullable } from '../../schema/nullable.ts';
import { changeInRoom, created, InRoom, NoteBody, type RoomRouteParts } from './room-request.ts';
import { ApprovalResponse } from './room-response.ts';
import { addSectionRoutes, fromState } from './section-routes.ts';

const OneApproval = Type.Object({ room_id: Type.String(), approval_id: Type.String() });
const Id = Type.String({ format: 'uuid' });
const AskBody = Type.Object(
  { party_id: Id, vessel_id: OptionalNullable(Id) },
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
          const { party_id: partyId, vessel_id: vesselId = null } = request.body;
          return created(
            'approvals',
            actor.roomId,
            await askForApproval(tx, actor, { partyId, vesselId }, at),
          );
        }),
    );
  };

const approvalDecisionRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const decisions = [
      {
        verb: 'approve',
        status: 'approved',
        summary: 'Give your approval. An administrator can give any approval',
      },
      { verb: 'reject', status: 'rejected', summary: 'Refuse your approval, with the reason as a note' },
    ] as const;
    for (const { verb, status, summary } of decisions) {
      app.post(
        `/rooms/:room_id/approvals/:approval_id/${verb}`,
        {
          config: { access: { room: 'approval.give' } },
          schema: {
            ...describe(summary),
            params: OneApproval,
            body: NoteBody,
            response: { 200: ApprovalResponse },
          },
        },
        (request, reply) =>
          changeInRoom(parts, request, reply, async (tx, actor, at) => {
            const decision = { approvalId: request.params.approval_id, status, note: request.body?.note };
            return { body: await decideApproval(tx, actor, decision, at) };
          }),
      );
    }

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
