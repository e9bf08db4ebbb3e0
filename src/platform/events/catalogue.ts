import { type TObject, type TProperties, Type } from 'typebox';
import { ACCOUNT_CATALOGUE } from './account-catalogue.ts';
import { DOCUMENT_CATALOGUE } from './document-catalogue.ts';
import type { EventDefinition } from './event-definition.ts';
import { type PayloadOf, Revision } from './payload.ts';
import { ROOM_CATALOGUE } from './room-catalogue.ts';
import { SNAPSHOT_CATALOGUE } from './snapshot-catalogue.ts';
import { SYSTEM_CATALOGUE } from './system-catalogue.ts';

/** All events by audit action. An action is never renamed, because old entries contain it. */
export const CATALOGUE = {
  ...ROOM_CATALOGUE,
  ...DOCUMENT_CATALOGUE,
  ...SNAPSHOT_CATALOGUE,
  ...ACCOUNT_CATALOGUE,
  ...SYSTEM_CATALOGUE,
};

type Catalogue = typeof CATALOGUE;

export type AuditAction = keyof Catalogue;

/** The actions whose definition has certain properties. */
type ActionWith<Properties> = {
  [Action in AuditAction]: Catalogue[Action] extends Properties ? Action : never;
}[AuditAction];

/** The actions that change a room. They increment its revision and state the new one. */
export type RoomChangeAction = ActionWith<{ revision: 'stated' }>;
/** The actions that the activity of a room can have. */
export type ActivityAction = RoomChangeAction | ActionWith<{ revision: 'moved' }>;

/** The actions that the readers of room streams receive. */
export type RoomEventAction = ActionWith<{ audience: 'room' | 'rooms' }>;

/** The detail of an audit entry, without the new revision of a room. */
export type DetailOf<Action extends AuditAction> = PayloadOf<Catalogue[Action]>;

/** The room of an audit entry: events of a room have one, others have none. */
export type RoomIdOf<Action extends AuditAction> = Catalogue[Action]['belongsTo'] extends 'room'
  ? string
  : null;

export const AUDIT_ACTIONS = Object.keys(CATALOGUE) as AuditAction[];

export const ROOM_EVENT_ACTIONS = AUDIT_ACTIONS.filter(
  (action): action is RoomEventAction => CATALOGUE[action].audience !== 'administrators',
);

export const isRoomEvent = (action: string): action is RoomEventAction =>
  (ROOM_EVENT_ACTIONS as readonly string[]).includes(action);

/**
 * Returns the definition of an action in the log. It is `undefined` if only a newer version, which shares the log, has
 * it.
 */
export const findDefinition = (action: string): EventDefinition | undefined =>
  Object.hasOwn(CATALOGUE, action) ? CATALOGUE[action as AuditAction] : undefined;

/** JSON Schema of the detail of audit entries with an action. */
export function payloadSchema(action: AuditAction): TObject {
  const { payload, others, revision }: EventDefinition = CATALOGUE[action];
  const fields: TProperties = { ...payload, ...(revision === 'stated' && { revision: Revision }) };
  return Type.Object(fields, { additionalProperties: others ?? false });
}
