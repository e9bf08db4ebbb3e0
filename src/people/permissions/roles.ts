/** The roles that a party can have in a room. */
export const ROOM_ROLES = ['owner', 'broker', 'charterer', 'seller', 'buyer', 'viewer'] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

/** A role of a party, or `admin`, which applies in all rooms. */
export type Role = RoomRole | 'admin';
export const ROLES = [...ROOM_ROLES, 'admin'] as const satisfies readonly Role[];
