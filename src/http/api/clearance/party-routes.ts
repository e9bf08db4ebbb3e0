import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { addParty, editParty, removeParty } from '../../../clearance/parties/party-service.ts';
import { PARTY_FIELDS } from '../../../clearance/vocabulary/party-fields.ts';
import { MAX_EMAIL_LENGTH, parseEmail } from '../../../people/accounts/email-address.ts';
import { ROOM_ROLES } from '../../../people/permissions/roles.ts';
import { OptionalNullable } from '../../schema/nullable.ts';
import { Line } from '../../schema/text-schema.ts';
import {
  changeInRoom,
  created,
  deleted,
  InRoom,
  Name,
  ReasonQuery,
  type RoomRouteParts,
  WithReason,
} from './room-request.ts';
import { DeletedResponse, PartyResponse } from './room-response.ts';
import { addSectionRoutes, fromState } from './section-routes.ts';

const OneParty = Type.Object({ room_id: Type.String(), party_id: Type.String() });
const fields = {
  role: Type.Enum([...ROOM_ROLES]),
  name: Name(255),
  company: OptionalNullable(Line({ maxLength: 255 })),
};
const NewPartyBody = Type.Object(
  { ...fields, email: Name(MAX_EMAIL_LENGTH) },
  { additionalProperties: false },
);
const PartyPatchBody = Type.Partial(Type.Object({ ...fields, ...WithReason }), {
  additionalProperties: false,
  minProperties: 1,
});

/** The routes of parties. */
export const partyRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    addSectionRoutes(app, parts, {
      ...fromState('parties'),
      name: 'parties',
      id: 'party_id',
      summary: { all: 'The parties of a room, by role and name', one: 'One party' },
      answer: PartyResponse,
      fields: PARTY_FIELDS,
    });
    await app.register(newPartyRoutes(parts));
    await app.register(partyChangingRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['parties'], summary });

const newPartyRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/parties',
      {
        config: { access: { room: 'party.manage' } },
        schema: {
          ...describe('Add a party; one whose role decides is asked for an approval'),
          params: InRoom,
          body: NewPartyBody,
          response: { 201: PartyResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { company = null, email, ...input } = request.body;
          const party = { ...input, company, email: parseEmail(email) };
          return created('parties', actor.roomId, await addParty(tx, actor, party, at));
        }),
    );
  };

const partyChangingRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.patch(
      '/rooms/:room_id/parties/:party_id',
      {
        config: { access: { room: 'party.manage' } },
        schema: {
          ...describe('Change the role, name or company of a party'),
          params: OneParty,
          body: PartyPatchBody,
          response: { 200: PartyResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => ({
          body: await editParty(tx, actor, { partyId: request.params.party_id, ...request.body }, at),
        })),
    );

    app.delete(
      '/rooms/:room_id/parties/:party_id',
      {
        config: { access: { room: 'party.manage' } },
        schema: {
          ...describe('Remove a party with its approvals'),
          params: OneParty,
          querystring: ReasonQuery,
          response: { 200: DeletedResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          await removeParty(tx, actor, { partyId: request.params.party_id, ...request.query }, at);
          return deleted('Party', request.params.party_id);
        }),
    );
  };
