import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { may } from '../../../people/permissions/policy.ts';
import { actorOf, roomActorOf } from '../../server/access.ts';
import { type EventStream, EventStreamResponse, openEventStream } from '../../server/event-stream.ts';
import { InRoom } from '../clearance/room-request.ts';
import { RoomStreamEvent } from './room-event-response.ts';
import { type FollowedRoomParts, followRoom } from './room-following.ts';

const MAX_ROOMS = 50;
const UUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

const RoomsQuery = Type.Object(
  {
    room_ids: Type.String({
      pattern: `^${UUID}(,${UUID}){0,${MAX_ROOMS - 1}}$`,
      description: `The ids of 1 to ${MAX_ROOMS} rooms, separated by commas`,
    }),
  },
  { additionalProperties: false },
);

const response = {
  200: EventStreamResponse('Events with JSON data, until the client disconnects', RoomStreamEvent),
};

/** The routes of the event streams of rooms. */
export const roomEventRoutes =
  (parts: FollowedRoomParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const stopping = new AbortController();
    app.addHook('preClose', async () => stopping.abort());
    await app.register(oneRoomRoute(parts, stopping.signal));
    await app.register(someRoomsRoute(parts, stopping.signal));
  };

const oneRoomRoute =
  (parts: FollowedRoomParts, stopping: AbortSignal): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/rooms/:room_id/events',
      {
        config: { access: { room: 'room.view' }, bound: 'room-stream' },
        schema: {
          tags: ['rooms'],
          summary: 'Follow the events of a room as server-sent events. Resume with Last-Event-ID',
          params: InRoom,
          response,
        },
      },
      async (request, reply) => {
        const { stream, ends } = open(request, reply, stopping);
        const { roomId } = roomActorOf(request);
        ends.push(followRoom(parts, request, { roomId, stream, lost: () => stream.end() }));
      },
    );
  };

const someRoomsRoute =
  (parts: FollowedRoomParts, stopping: AbortSignal): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/events',
      {
        config: { access: 'authenticated', bound: 'room-stream' },
        schema: {
          tags: ['rooms'],
          summary:
            'Follow the events of several rooms on one connection, as the route of one room sends them',
          querystring: RoomsQuery,
          response,
        },
      },
      async (request, reply) => {
        const roomIds = [...new Set(request.query.room_ids.toLowerCase().split(','))];
        const roles = await Promise.all(
          roomIds.map((id) => parts.accessControl.rights.findRoomRole(id, actorOf(request))),
        );
        const { stream, ends } = open(request, reply, stopping);
        let rest = roomIds.length;
        for (const [index, roomId] of roomIds.entries()) {
          const lost = () => {
            stream.send({ event: 'gone', data: { room_id: roomId } });
            if (--rest === 0) stream.end();
          };
          const role = roles[index];
          if (role && may(role, 'room.view')) ends.push(followRoom(parts, request, { roomId, stream, lost }));
          else lost();
        }
      },
    );
  };

/** Opens a stream. The functions in `ends` run at its end. */
function open(
  request: FastifyRequest,
  reply: FastifyReply,
  stopping: AbortSignal,
): { stream: EventStream<RoomStreamEvent>; ends: (() => void)[] } {
  const ends: (() => void)[] = [];
  const closed = () => {
    for (const end of ends) end();
  };
  return { stream: openEventStream(request, reply, { stopping, closed }), ends };
}
