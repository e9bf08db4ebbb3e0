import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { readNotices, readRoomPlace } from '../../../automation/streams/room-event-store.ts';
import { type RoomEvent, type RoomEvents, toRoomEvent } from '../../../automation/streams/room-events.ts';
import type { TaskEvents } from '../../../automation/streams/task-events.ts';
import type { Database } from '../../../platform/db/database.ts';
import { type AccessControl, isStillAdmitted, roomActorOf } from '../../server/access.ts';
import {
  type EventStream,
  EventStreamResponse,
  lastEventId,
  openEventStream,
} from '../../server/event-stream.ts';
import { InRoom } from '../clearance/room-request.ts';
import { RoomStreamEvent } from './room-event-response.ts';

interface RoomEventRouteParts {
  database: Database;
  accessControl: AccessControl;
  roomEvents: RoomEvents;
  taskEvents: TaskEvents;
}

/** A client that is behind by more events receives only the current revision. */
const MAX_REPLAYED = 500;
/** Tokens also expire while no event arrives. */
const RECHECK_MS = 60_000;

/** The route of the event stream of a room. */
export const roomEventRoutes =
  (parts: RoomEventRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const stopping = new AbortController();
    app.addHook('preClose', async () => stopping.abort());

    app.get(
      '/rooms/:room_id/events',
      {
        config: { access: { room: 'room.view' }, bound: 'room-stream' },
        schema: {
          tags: ['rooms'],
          summary: 'Follow the events of a room as server-sent events. Resume with Last-Event-ID',
          params: InRoom,
          response: {
            200: EventStreamResponse('Events with JSON data, until the client disconnects', RoomStreamEvent),
          },
        },
      },
      async (request, reply) => {
        const ends: (() => void)[] = [];
        const closed = () => {
          for (const end of ends) end();
        };
        const stream = openEventStream(request, reply, stopping.signal, closed);
        ends.push(...followRoom(parts, request, stream));
      },
    );
  };

/**
 * Sends the events since the last one received and the current revision, and then all events until the stream ends or the reader loses
 * the role in the room. Returns the functions to call at the end of the stream.
 */
function followRoom(
  { database, accessControl, roomEvents, taskEvents }: RoomEventRouteParts,
  request: FastifyRequest,
  stream: EventStream<RoomStreamEvent>,
): (() => void)[] {
  const { roomId } = roomActorOf(request);
  let seen = lastEventId(request);
  let work = Promise.resolve();
  const inTurn = (job: () => void | Promise<void>) => {
    work = work.then(job).catch((error) => {
      request.log.error({ err: error }, 'event stream ended early');
      stream.end();
    });
  };
  const emit = ({ seq, stale, ...event }: RoomEvent) => {
    if (seq <= seen) return;
    seen = seq;
    stream.send({ id: seq, event: 'change', data: { room_id: roomId, ...event, stale: [...stale] } });
  };
  const recheck = async () => {
    if (!(await isStillAdmitted(accessControl, request, roomId))) stream.end();
  };
  const catchUp = async () => {
    const place = await readRoomPlace(database.query, roomId);
    if (!place) return stream.end();
    const limit = MAX_REPLAYED + 1;
    const notices = seen > 0 ? await readNotices(database.query, roomId, { after: seen, limit }) : [];
    if (notices.length < limit) for (const event of notices.map(toRoomEvent)) if (event) emit(event);
    seen = place.seq;
    stream.send({ id: seen, event: 'present', data: { room_id: roomId, revision: place.revision } });
  };
  inTurn(catchUp);
  const timer = setInterval(() => inTurn(recheck), RECHECK_MS);
  return [
    () => clearInterval(timer),
    roomEvents.subscribe(roomId, {
      onEvent: (event, mayRevoke) =>
        inTurn(async () => {
          if (mayRevoke === 'room') await recheck();
          emit(event);
        }),
      onGap: () => inTurn(() => recheck().then(catchUp)),
      onAccountsChanged: () => inTurn(recheck),
    }),
    taskEvents.subscribe(roomId, ({ room_id, task_id, status, stage, progress }) =>
      stream.send({ event: 'progress', data: { room_id, task_id, status, stage, progress } }),
    ),
  ];
}
