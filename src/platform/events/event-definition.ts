import type { PayloadShape } from './payload.ts';

/** The parts of a room that a client shows and fetches separately. `room` is its facts, verdict and permissions. */
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

/** `room`: everybody who follows the room. `rooms`: everybody who follows any room. Administrators read all events. */
type Hearing =
  | { audience: 'administrators' }
  | {
      audience: 'room' | 'rooms';
      /** The parts of a room that look different after the event. */
      stale: readonly RoomPart[];
    };

/** One kind of event. The name of the kind is the audit action. */
export type EventDefinition = Hearing &
  PayloadShape & {
    /** One sentence for the documentation. */
    meaning: string;
    belongsTo: 'room' | 'account' | 'document_type' | 'system';
    /** The item of the room that the event is about. The payload has its id, such as `vessel_id`. */
    item?: ItemType;
    /**
     * Whether the event moves revisions and is part of the activity of rooms. `stated`: it moves the revision of its
     * room, and the payload states the new `revision`.
     */
    revision: 'stated' | 'moved' | 'kept';
    /** The access that the event may revoke. Open streams that depend on it check their reader again. */
    mayRevoke?: 'account' | 'room' | 'snapshot';
  };

/** Events that belong together, by audit action. */
export type EventDefinitions = Readonly<Record<string, EventDefinition>>;
