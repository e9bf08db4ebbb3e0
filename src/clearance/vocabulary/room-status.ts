import type { RoomStatus } from './room-words.ts';

const NEXT: Record<RoomStatus, readonly RoomStatus[]> = {
  pending: ['ready', 'active', 'cancelled'],
  ready: ['active', 'cancelled'],
  active: ['completed', 'on_hold'],
  on_hold: ['active', 'cancelled'],
  completed: [],
  cancelled: [],
};

/** The statuses that a room can go to from its own. A final one has none. */
export const nextStatuses = (status: RoomStatus): readonly RoomStatus[] => NEXT[status];

/** Whether a room is closed: its status is final, and only an administrator still changes its contents. */
export const isClosed = (status: RoomStatus): boolean => NEXT[status].length === 0;
