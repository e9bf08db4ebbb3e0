import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { sendMessage, viewActivity, viewTrail } from '../../../clearance/rooms/activity-service.ts';
import { Instant, toInstant } from '../../schema/instant.ts';
import { Line, Text } from '../../schema/text-schema.ts';
import { changeInRoom, InRoom, type RoomRouteParts, readInRoom } from './room-request.ts';
import { ActivityResponse, PageOf, PageQuery, TrailResponse } from './room-response.ts';

const TrailQuery = Type.Object(
  {
    ...PageQuery,
    room_id: Type.Optional(Type.String({ format: 'uuid' })),
    action: Type.Optional(Line({ maxLength: 100 })),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    q: Type.Optional(
      Line({ minLength: 1, maxLength: 200, description: 'Words that the detail must contain, in any order' }),
    ),
    actor: Type.Optional(Line({ maxLength: 255, description: 'An email address, or `system`' })),
  },
  { additionalProperties: false },
);
const MessageBody = Type.Object(
  { text: Text({ minLength: 1, maxLength: 4000 }) },
  { additionalProperties: false },
);

/** The routes of the activity of a room and of the audit log. */
export const activityRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(roomActivityRoutes(parts));
    await app.register(trailRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['activity'], summary });

const roomActivityRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { database } = parts;
    app.get(
      '/rooms/:room_id/activity',
      {
        config: { access: { room: 'room.view' } },
        schema: {
          ...describe('What happened in a room, newest first'),
          params: InRoom,
          querystring: Type.Object(PageQuery, { additionalProperties: false }),
          response: { 200: PageOf(ActivityResponse) },
        },
      },
      ({ params, query }, reply) =>
        readInRoom(parts, reply, params.room_id, () => viewActivity(database.query, params.room_id, query)),
    );

    app.post(
      '/rooms/:room_id/messages',
      {
        config: { access: { room: 'message.send' } },
        schema: {
          ...describe('Send a message to all parties of the room; it becomes part of the record'),
          params: InRoom,
          body: MessageBody,
          response: { 201: Type.Omit(ActivityResponse, ['id']) },
        },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => ({
          status: 201,
          body: await sendMessage(tx, actor, request.body.text, at),
        })),
    );
  };

const trailRoutes =
  ({ database }: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/activity',
      {
        config: { access: { system: 'activity.view_all' }, bound: 'search' },
        schema: {
          ...describe('Everything that was done anywhere, newest first'),
          description: 'A page of a search may be short or empty. Follow `next_cursor` until it is null',
          querystring: TrailQuery,
          response: { 200: PageOf(TrailResponse) },
        },
      },
      ({ query: { room_id: roomId, from, to, ...search } }) =>
        viewTrail(database.query, {
          ...search,
          roomId,
          from: from === undefined ? from : toInstant(from),
          to: to === undefined ? to : toInstant(to),
        }),
    );
  };
