import { type Static, Type } from 'typebox';
import { ROOM_EVENT_ACTIONS } from '../../../platform/events/catalogue.ts';
import { ITEM_TYPES, ROOM_PARTS } from '../../../platform/events/event-definition.ts';
import { Nullable } from '../../schema/nullable.ts';
import { StreamedEvent } from '../../server/event-stream.ts';
import { TaskProgress } from './task-response.ts';

const RoomId = Type.String({ format: 'uuid' });

/** Each event in the stream of a room. */
export const RoomStreamEvent = Type.Union([
  StreamedEvent('present', {
    room_id: RoomId,
    revision: Type.Integer({ description: 'The current revision of the room' }),
    caught_up: Type.Boolean({
      description: 'Whether all events since `Last-Event-ID` came before. Otherwise fetch the room again',
    }),
  }),
  StreamedEvent('change', {
    room_id: RoomId,
    kind: Type.Enum(ROOM_EVENT_ACTIONS, { description: 'The audit action' }),
    item: Nullable(
      Type.Object(
        { type: Type.Enum([...ITEM_TYPES]), id: Type.String() },
        { description: 'The object of the event' },
      ),
    ),
    revision: Nullable(Type.Integer({ description: 'The new revision of the room, if the event states it' })),
    actor: Type.String({ description: 'An email address, or `system`' }),
    at: Type.String({ format: 'date-time' }),
    stale: Type.Array(Type.Enum([...ROOM_PARTS]), {
      description: 'The parts of the room that the event changes. Fetch them again',
    }),
  }),
  StreamedEvent('progress', { room_id: RoomId, ...TaskProgress }),
  StreamedEvent('gone', { room_id: RoomId }),
]);
export type RoomStreamEvent = Static<typeof RoomStreamEvent>;
