import type { PayloadShape } from './payload.ts';

/** The parts of a room that clients fetch separately. `room` is its facts, verdict and permissions. */
export const ROOM_PARTS = [
  'room',
  'activity',
  'documents',
  'vessels',
  'parties',
  'approvals',
  'snapshots',
] as const;
export type RoomPart = (typeof ROOM_PARTS)[number];

export const ITEM_TYPES = ['snapshot', 'document', 'approval', 'party', 'vessel'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

interface Described extends PayloadShape {
  /** One sentence for the documentation. */
  meaning: string;
  belongsTo: 'room' | 'account' | 'document_type' | 'system';
  /** The item of the room that the event is about. The payload has its id, such as `vessel_id`. */
  item?: ItemType;
  /**
   * Whether the event increments the revision of rooms and is part of their activity. `stated`: it increments the
   * revision of its room, and the payload states the new `revision`.
   */
  revision: 'stated' | 'moved' | 'kept';
  /** The access that the event may revoke. Open streams check again whether their reader still has it. */
  mayRevoke?: 'account' | 'room' | 'snapshot';
}

/** An event that the streams of rooms emit. */
export interface RoomEventDefinition extends Described {
  /** The streams of the room, or of all rooms. */
  audience: 'room' | 'rooms';
  /** The parts of the room that the event changes, so that clients fetch them again. */
  stale: readonly RoomPart[];
}

/** An event that only the audit log shows. */
interface LogEventDefinition extends Described {
  audience: 'administrators';
}

/** One kind of event. The name of the kind is the audit action. */
export type EventDefinition = RoomEventDefinition | LogEventDefinition;

/** Events that belong together, by audit action. */
export type EventDefinitions = Readonly<Record<string, EventDefinition>>;
