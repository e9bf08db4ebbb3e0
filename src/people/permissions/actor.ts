import type { Role } from './roles.ts';

/** Who makes a request. */
export interface Actor {
  userId: string;
  email: string;
  name: string;
  /** The role of the account. In a room the role of the party counts, unless this is `admin`. */
  role: Role;
}

/** An actor inside one room, with the role that counts there. */
export interface RoomActor extends Actor {
  roomId: string;
  roomRole: Role;
}
