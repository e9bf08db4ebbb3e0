/** The roles that a party can have in a room. `poac` is the person in overall advisory control of the operation. */
export const ROOM_ROLES = [
  'owner',
  'broker',
  'charterer',
  'poac',
  'sts_provider',
  'seller',
  'buyer',
  'viewer',
] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

/** A role of a party, or `admin`, which applies in all rooms. */
export type Role = RoomRole | 'admin';
export const ROLES = [...ROOM_ROLES, 'admin'] as const satisfies readonly Role[];
