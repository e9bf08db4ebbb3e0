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
  /** The revisions of the room on which the change was made: the change needs one of them. Any if left out. */
  expectedRevisions?: readonly number[] | undefined;
}
