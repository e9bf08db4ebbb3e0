import { ROLES, ROOM_ROLES, type Role, type RoomRole } from './roles.ts';

const BROKER_AND_ADMIN = ['broker', 'admin'] as const;
const DECIDERS = ['owner', 'broker', 'charterer', 'admin'] as const;
/** The parties that conduct the operation. They decide for themselves, and not on the evidence of others. */
const CONDUCTORS = ['poac', 'sts_provider'] as const;
const CONTRIBUTORS = ['owner', 'broker', 'charterer', ...CONDUCTORS, 'seller', 'buyer'] as const;
const ADMIN = ['admin'] as const;

type Table = Record<string, readonly Role[]>;

/** The roles that may perform each action in a room. Every other combination is refused. */
const ROOM_PERMISSIONS = {
  'room.view': ROLES,
  'commercial.view': DECIDERS,
  'room.update': BROKER_AND_ADMIN,
  'room.copy': BROKER_AND_ADMIN,
  'room.delete': ADMIN,
  'message.send': [...CONTRIBUTORS, 'admin'],
  'party.manage': BROKER_AND_ADMIN,
  'vessel.write': BROKER_AND_ADMIN,
  'vessel.delete': ADMIN,
  'document.upload': CONTRIBUTORS,
  'document.review': DECIDERS,
  'document.write': ['owner', 'broker', 'admin'],
  'approval.give': ['owner', 'broker', 'charterer', ...CONDUCTORS, 'admin'],
  'approval.revoke': ['owner', 'broker', 'admin'],
  'approval.lift': ['owner', 'broker', 'admin'],
  'snapshot.view': ROLES,
  'snapshot.create': DECIDERS,
  'snapshot.delete': ADMIN,
} as const satisfies Table;

/** The roles of accounts that may perform each other action. */
const SYSTEM_PERMISSIONS = {
  'room.create': BROKER_AND_ADMIN,
  'document_type.manage': ADMIN,
  'template.manage': ADMIN,
  'activity.view_all': ADMIN,
  'metrics.view': ADMIN,
  'user.manage': ADMIN,
  'setting.manage': ADMIN,
} as const satisfies Table;

const PERMISSIONS = { ...ROOM_PERMISSIONS, ...SYSTEM_PERMISSIONS };

export type RoomAction = keyof typeof ROOM_PERMISSIONS;
export type SystemAction = keyof typeof SYSTEM_PERMISSIONS;
export type Action = RoomAction | SystemAction;

export const ROOM_ACTIONS = Object.keys(ROOM_PERMISSIONS) as RoomAction[];
export const SYSTEM_ACTIONS = Object.keys(SYSTEM_PERMISSIONS) as SystemAction[];

/** Returns the roles that may perform an action. */
export const rolesThatMay = (action: Action): readonly Role[] => PERMISSIONS[action];

/** Returns whether a role may perform an action. */
export const may = (role: Role, action: Action): boolean => rolesThatMay(action).includes(role);

/** Returns the roles of parties that may perform an action. */
export const partiesThatMay = (action: Action): readonly RoomRole[] =>
  ROOM_ROLES.filter((role) => may(role, action));

const WITHOUT_CHANGE: readonly Action[] = [
  'room.view',
  'room.copy',
  'commercial.view',
  'snapshot.view',
  'snapshot.create',
];

/** Returns whether an action changes the room. A snapshot and a copy leave it as it is. */
export const changesRoom = (action: Action): boolean => !WITHOUT_CHANGE.includes(action);

/** Returns whether a role may perform an action in a closed room. */
export const mayWhenClosed = (role: Role, action: RoomAction): boolean =>
  may(role, action) && (role === 'admin' || !changesRoom(action));
