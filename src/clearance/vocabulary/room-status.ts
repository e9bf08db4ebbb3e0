import type { RoomStatus } from './room-words.ts';

const NEXT: Record<RoomStatus, readonly RoomStatus[]> = {
  pending: ['ready', 'active', 'cancelled'],
  ready: ['active', 'cancelled'],
  active: ['completed', 'on_hold'],
  on_hold: ['active', 'cancelled'],
  completed: [],
  cancelled: [],
};

/** Returns the statuses to which a room can change. A final status has none. */
export const nextStatuses = (status: RoomStatus): readonly RoomStatus[] => NEXT[status];

/** Returns whether a room is closed. Its status is then final, and only an administrator may change its contents. */
export const isClosed = (status: RoomStatus): boolean => NEXT[status].length === 0;
