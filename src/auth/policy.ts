import type { Role } from '../kernel/roles.ts';

const EVERYONE = ['owner', 'broker', 'charterer', 'seller', 'buyer', 'viewer', 'admin'] as const;
const BROKER_AND_ADMIN = ['broker', 'admin'] as const;
const DECIDERS = ['owner', 'broker', 'charterer', 'admin'] as const;
const ADMIN = ['admin'] as const;

/**
 * Who may do what, whole: what is not listed is refused. A room action is judged by the role in that room,
 * a system action by the role of the account; `admin` is the same in both.
 */
const PERMISSIONS = {
  'room.view': EVERYONE,
  'room.update': BROKER_AND_ADMIN,
  'room.delete': ADMIN,
  'message.send': ['owner', 'broker', 'charterer', 'seller', 'buyer', 'admin'],
  'party.manage': BROKER_AND_ADMIN,
  'vessel.write': BROKER_AND_ADMIN,
  'vessel.delete': ADMIN,
  'document.upload': ['owner', 'broker', 'charterer', 'seller', 'buyer'],
  'document.review': DECIDERS,
  'document.write': ['owner', 'broker', 'admin'],
  'approval.give': DECIDERS,
  'approval.revoke': ['owner', 'broker', 'admin'],
  'snapshot.view': EVERYONE,
  'snapshot.create': DECIDERS,
  'snapshot.delete': ADMIN,
  'room.create': BROKER_AND_ADMIN,
  'document_type.manage': ADMIN,
  'activity.view_all': ADMIN,
  'metrics.view': ADMIN,
  'user.manage': ADMIN,
  'setting.manage': ADMIN,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof PERMISSIONS;

/** Whether a role may do something. */
export const may = (role: Role, action: Action): boolean =>
  (PERMISSIONS[action] as readonly Role[]).includes(role);
