import type { Role } from './roles.ts';

/** The user who makes a request. */
export interface Actor {
  userId: string;
  email: string;
  name: string;
  /** The role of the account. In a room, the role of the party applies, unless this is `admin`. */
  role: Role;
}

/** An actor in one room, with the effective role there. */
export interface RoomActor extends Actor {
  roomId: string;
  roomRole: Role;
}
