import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { copyRoom } from '../../../clearance/rooms/room-copy.ts';
import { searchRooms } from '../../../clearance/rooms/room-search.ts';
import {
  editRoom,
  openRoom,
  type RoomInput,
  type RoomView,
  removeRoom,
  setRoomStatus,
  setSnapshotRetention,
  viewRoom,
} from '../../../clearance/rooms/room-service.ts';
import { findRoomRole } from '../../../clearance/state/room-access-store.ts';
import { createVerdictReader } from '../../../clearance/state/verdict-reader.ts';
import { viewTemplate } from '../../../clearance/templates/template-service.ts';
import { initialValues } from '../../../clearance/vocabulary/field.ts';
import { ROOM_FIELDS } from '../../../clearance/vocabulary/room-fields.ts';
import { OUTCOMES, ROOM_STATUSES } from '../../../clearance/vocabulary/room-words.ts';
import type { Actor } from '../../../people/permissions/actor.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import type { StoredResponse } from '../../../platform/idempotency/idempotency-store.ts';
import type { Json } from '../../../platform/kernel/canonical-json.ts';
import { AppError } from '../../../platform/kernel/errors.ts';
import { requestProperties } from '../../schema/field-schema.ts';
import { Instant, toInstant } from '../../schema/instant.ts';
import { OptionalNullable } from '../../schema/nullable.ts';
import { TYPE_CODE } from '../../schema/text-pattern.ts';
import { Line, Text } from '../../schema/text-schema.ts';
import { actorOf, roomActorOf } from '../../server/access.ts';
import { searchOrRead } from '../../server/bounds.ts';
import { idempotentWrite } from '../../server/idempotent-write.ts';
import {
  changeInRoom,
  deleted,
  InRoom,
  type RoomRouteParts,
  readInRoom,
  toTag,
  WithReason,
} from './room-request.ts';
import { DeletedResponse, PageOf, PageQuery, RoomResponse, RoomSummaryResponse } from './room-response.ts';

const facts = requestProperties(ROOM_FIELDS);
const retention = {
  snapshot_retention_days: OptionalNullable(
    Type.Integer({
      minimum: 1,
      maximum: 36_500,
      description: 'The days after which snapshots of the room are deleted. Null keeps them',
    }),
  ),
};
const NewRoomBody = Type.Object(
  {
    ...facts,
    template: Type.Optional(
      Type.String({
        pattern: TYPE_CODE.pattern,
        description:
          'The code of a template. The room then asks for its documents, and has its margin and rule of four eyes unless you state others',
      }),
    ),
    required_documents: Type.Boolean({
      default: true,
      description:
        'Whether the room asks for each required type of document: of the operation at once, of a vessel when it is added',
    }),
  },
  { additionalProperties: false },
);
const RoomPatchBody = Type.Partial(Type.Object({ ...facts, ...retention, ...WithReason }), {
  additionalProperties: false,
  minProperties: 1,
});
const StatusBody = Type.Object(
  {
    status: Type.Enum([...ROOM_STATUSES]),
    note: Type.Optional(Text({ maxLength: 2000 })),
    override: Type.Optional(
      Text({
        minLength: 1,
        maxLength: 2000,
        description:
          'Why the room goes on although the stage that it enters is not cleared. It stands in every later record of the room',
      }),
    ),
  },
  { additionalProperties: false },
);
const CopyBody = Type.Object({ title: facts.title, sts_eta: facts.sts_eta }, { additionalProperties: false });
const RoomQuery = Type.Object(
  {
    ...PageQuery,
    q: Type.Optional(
      Line({
        minLength: 1,
        maxLength: 200,
        description: 'Words that the title, location, vessels or IMO numbers must contain, in any order',
      }),
    ),
    status: Type.Optional(Type.Enum([...ROOM_STATUSES])),
    outcome: Type.Optional(
      Type.Enum([...OUTCOMES], {
        description:
          'The outcome of the verdict. With this filter, a page may be short. Follow `next_cursor` until it is null',
      }),
    ),
    eta_from: Type.Optional(Instant),
    eta_to: Type.Optional(Instant),
  },
  { additionalProperties: false },
);

interface OneRoomParts extends RoomRouteParts {
  /** Prepares for a snapshot of a room, which often follows when somebody has opened the room. */
  foreseeSnapshot(roomId: string): Promise<void>;
}

/** The routes of rooms. */
export const roomRoutes =
  (parts: OneRoomParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(roomListRoutes(parts));
    await app.register(oneRoomRoutes(parts));
    await app.register(roomLifeRoutes(parts));
  };

const roomListRoutes =
  ({ database, clock }: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const readVerdicts = createVerdictReader();
    app.get(
      '/rooms',
      {
        config: { access: 'authenticated', bound: searchOrRead },
        schema: {
          tags: ['rooms'],
          summary:
            'List the rooms in which you are a party, with their verdicts, newest first. An administrator sees all rooms',
          querystring: RoomQuery,
          response: { 200: PageOf(RoomSummaryResponse) },
        },
      },
      async (request) => {
        const { eta_from, eta_to, ...query } = request.query;
        const etaFrom = eta_from === undefined ? undefined : toInstant(eta_from);
        const etaTo = eta_to === undefined ? undefined : toInstant(eta_to);
        const search = { ...query, etaFrom, etaTo };
        return searchRooms(database.query, readVerdicts, actorOf(request), search, clock());
      },
    );

    app.post(
      '/rooms',
      {
        config: { access: { system: 'room.create' } },
        schema: {
          tags: ['rooms'],
          summary: 'Open a room. You become its broker',
          body: NewRoomBody,
          response: { 201: RoomResponse },
        },
      },
      (request, reply) => {
        const open = async (tx: Transaction): Promise<StoredResponse> => {
          const { required_documents: requiredDocuments, sts_eta, ...input } = request.body;
          const whole = {
            ...initialValues(ROOM_FIELDS),
            ...(await templateValues(tx, input.template)),
            ...input,
            sts_eta: toInstant(sts_eta),
            requiredDocuments,
          };
          const room = await openRoom(tx, actorOf(request), whole, clock());
          const location = `/api/v1/rooms/${room.id}`;
          return { status: 201, body: room as object as Json, location, etag: toTag(room.revision) };
        };
        return idempotentWrite(database, request, reply, open, request.body, (tx, stored) =>
          requireSameView(tx, actorOf(request), stored),
        );
      },
    );
  };

/** Returns the facts of a room that its template decides. */
async function templateValues(tx: Transaction, code: string | undefined) {
  if (code === undefined) return {};
  const { expiry_margin_days, four_eyes, asks_suitability, asks_compatibility } = await viewTemplate(
    tx,
    code,
  );
  return { expiry_margin_days, four_eyes, asks_suitability, asks_compatibility };
}

/** A stored view of a room is only for the role that it was made for. */
async function requireSameView(tx: Transaction, actor: Actor, { body }: StoredResponse): Promise<void> {
  const { id, your_role } = body as Pick<RoomView, 'id' | 'your_role'>;
  const role = await findRoomRole(tx, id, actor);
  if (role === undefined) throw new AppError('not_found', 'room_not_found', 'Room not found');
  if (role === your_role) return;
  throw new AppError(
    'forbidden',
    'role_changed',
    'The room was opened, but your role in it has changed since. Read the room again.',
  );
}

const describe = (summary: string) => ({ tags: ['rooms'], summary, params: InRoom });

const oneRoomRoutes =
  (parts: OneRoomParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { database, clock, foreseeSnapshot } = parts;
    app.get(
      '/rooms/:room_id',
      {
        config: { access: { room: 'room.view' } },
        schema: { ...describe('A room with its verdict'), response: { 200: RoomResponse } },
      },
      (request, reply) =>
        readInRoom(parts, reply, request.params.room_id, async () => {
          const room = await viewRoom(database.query, roomActorOf(request), clock());
          await foreseeSnapshot(room.id);
          return room;
        }),
    );

    app.patch(
      '/rooms/:room_id',
      {
        config: { access: { room: 'room.update' } },
        schema: {
          ...describe('Change facts of a room'),
          body: RoomPatchBody,
          response: { 200: RoomResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { snapshot_retention_days: days, ...patch } = request.body;
          if (days !== undefined) await setSnapshotRetention(tx, actor, days, at);
          return { body: await editRoom(tx, actor, toPatch(patch), at) };
        }),
    );
  };

const roomLifeRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/status',
      {
        config: { access: { room: 'room.update' } },
        schema: {
          ...describe('Take a room to its next status'),
          body: StatusBody,
          response: { 200: RoomResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => ({
          body: await setRoomStatus(tx, actor, request.body, at),
        })),
    );

    app.post(
      '/rooms/:room_id/copy',
      {
        config: { access: { room: 'room.copy' } },
        schema: {
          ...describe(
            'Open a room as a copy: with vessels, parties, requirements, and the documents that are still valid',
          ),
          body: CopyBody,
          response: { 201: RoomResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          const { title, sts_eta } = request.body;
          const room = await copyRoom(tx, actor, { title, sts_eta: toInstant(sts_eta) }, at);
          return { status: 201, body: room, location: `/api/v1/rooms/${room.id}` };
        }),
    );

    app.delete(
      '/rooms/:room_id',
      {
        config: { access: { room: 'room.delete' } },
        schema: {
          ...describe('Delete a room with its contents and its snapshots'),
          response: { 200: DeletedResponse },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => {
          await removeRoom(tx, actor, at);
          return deleted('Room', actor.roomId);
        }),
    );
  };

type RoomPatch = Omit<Static<typeof RoomPatchBody>, 'snapshot_retention_days'>;

function toPatch({ sts_eta, ...patch }: RoomPatch): Partial<RoomInput> & { reason?: string } {
  return sts_eta === undefined ? patch : { ...patch, sts_eta: toInstant(sts_eta) };
}
