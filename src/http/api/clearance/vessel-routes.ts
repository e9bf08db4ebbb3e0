import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import {
  addVessel,
  DOCUMENT_FATES,
  editVessel,
  removeVessel,
  viewCompatibility,
  viewVessel,
  viewVessels,
} from '../../../clearance/rooms/vessel-service.ts';
import { initialValues } from '../../../clearance/vocabulary/field.ts';
import { VESSEL_FIELDS } from '../../../clearance/vocabulary/vessel-fields.ts';
import { requestProperties } from '../../schema/field-schema.ts';
import {
  changeInRoom,
  created,
  deleted,
  InRoom,
  type RoomRouteParts,
  readInRoom,
  WithReason,
} from './room-request.ts';
import { CompatibilityResponse, DeletedResponse, ItemsOf, VesselResponse } from './room-response.ts';

const OneVessel = Type.Object({ room_id: Type.String(), vessel_id: Type.String() });
const particulars = requestProperties(VESSEL_FIELDS);
const NewVesselBody = Type.Object(particulars, { additionalProperties: false });
const VesselPatchBody = Type.Partial(Type.Object(particulars), {
  additionalProperties: false,
  minProperties: 1,
});

const RemovalQuery = Type.Object(
  {
    ...WithReason,
    documents: Type.Optional(
      Type.Enum([...DOCUMENT_FATES], {
        description:
          'What becomes of the documents that were sent for the vessel. It is needed if there are any',
      }),
    ),
  },
  { additionalProperties: false },
);

/** The routes of the vessels of a room. */
export const vesselRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(vesselReadingRoutes(parts));
    await app.register(newVesselRoutes(parts));
    await app.register(vesselChangingRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['vessels'], summary });

const vesselReadingRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { database, clock } = parts;
    app.get(
      '/rooms/:room_id/vessels',
      {
        config: { access: { room: 'room.view' } },
        schema: {
          ...describe('The vessels of a room, in the order in which they were added'),
          params: InRoom,
          response: { 200: ItemsOf(VesselResponse) },
        },
      },
      ({ params }, reply) =>
        readInRoom(parts, reply, params.room_id, async () => ({
          items: await viewVessels(database.query, params.room_id, clock()),
        })),
    );

    app.get(
      '/rooms/:room_id/compatibility',
      {
        config: { access: { room: 'room.view' } },
        schema: {
          ...describe('The two vessels that come alongside, side by side, with the judged differences'),
          params: InRoom,
          response: { 200: CompatibilityResponse },
        },
      },
      ({ params }, reply) =>
        readInRoom(parts, reply, params.room_id, () =>
          viewCompatibility(database.query, params.room_id, clock()),
        ),
    );

    app.get(
      '/rooms/:room_id/vessels/:vessel_id',
      {
        config: { access: { room: 'room.view' } },
        schema: { ...describe('One vessel'), params: OneVessel, response: { 200: VesselResponse } },
      },
      ({ params }, reply) =>
        readInRoom(parts, reply, params.room_id, () =>
          viewVessel(database.query, params.room_id, params.vessel_id, clock()),
        ),
    );
  };

const newVesselRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/vessels',
      {
        config: { access: { room: 'vessel.write' } },
        schema: {
          ...describe('Add a vessel'),
          params: InRoom,
          body: NewVesselBody,
          response: { 201: VesselResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) =>
          created(
            'vessels',
            actor.roomId,
            await addVessel(tx, actor, { ...initialValues(VESSEL_FIELDS), ...request.body }, at),
          ),
        ),
    );
  };

const vesselChangingRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.patch(
      '/rooms/:room_id/vessels/:vessel_id',
      {
        config: { access: { room: 'vessel.write' } },
        schema: {
          ...describe('Change a vessel'),
          params: OneVessel,
          body: VesselPatchBody,
          response: { 200: VesselResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => ({
          body: await editVessel(tx, actor, { vesselId: request.params.vessel_id, ...request.body }, at),
        })),
    );

    app.delete(
      '/rooms/:room_id/vessels/:vessel_id',
      {
        config: { access: { room: 'vessel.delete' } },
        schema: {
          ...describe('Remove a vessel, its approvals, and the documents that nobody has sent for it'),
          params: OneVessel,
          querystring: RemovalQuery,
          response: { 200: DeletedResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          await removeVessel(tx, actor, { vesselId: request.params.vessel_id, ...request.query }, at);
          return deleted('Vessel', request.params.vessel_id);
        }),
    );
  };
